"""The template: what Chalice makes of `app.py`, our resources merged in, and its traps undone.

One template for every stage; what differs are its parameters (`deploy.stages`).
"""

from __future__ import annotations

from typing import Any

from deploy import alarms, api, functions, kits, permissions, tables
from deploy.stages import IMPRINT

PARAMETERS: dict[str, dict[str, Any]] = {
    "AlarmEmail": {"Type": "String", "Description": "Told when something is wrong"},
    "MonthlyBudget": {"Type": "Number", "Default": 20, "Description": "US dollars a month"},
    "DomainName": {"Type": "String", "Default": "", "Description": "A host of its own, or empty"},
    "CertificateArn": {"Type": "String", "Default": "", "Description": "The domain's, in ACM"},
    "DestinationHosts": {"Type": "String", "Description": "Hosts that links may lead to"},
    "PetitionHosts": {"Type": "String", "Description": "Hosts that counts may be read from"},
    "Contact": {"Type": "String", "Default": "", "Description": "Given in User-Agent, or empty"},
    "FallbackUrl": {"Type": "String", "Description": "Where people go when nothing is known"},
    "TrustedProxies": {"Type": "Number", "Default": 0, "MinValue": 0, "MaxValue": 5},
    "MailFrom": {"Type": "String", "Default": "", "Description": "Letters' address, or empty"},
    "MailDomain": {"Type": "String", "Default": "", "Description": "The domain of that address"},
    kits.PARAMETER: {"Type": "String", "Description": "The bucket of packages, for kits too"},
    "RateLimit": {"Type": "Number", "Default": 500, "Description": "Requests a second, for long"},
    "BurstLimit": {"Type": "Number", "Default": 1000, "Description": "Requests at once"},
    "AccessLogs": {"Type": "String", "Default": "yes", "AllowedValues": ["yes", "no"]},
    **{
        parameter: {"Type": "String", "Default": "", "Description": f"Said at /legal: {name}"}
        for name, parameter in IMPRINT.items()
    },
}

CONDITIONS: dict[str, Any] = {
    "HasDomain": {"Fn::Not": [{"Fn::Equals": [{"Ref": "DomainName"}, ""]}]},
    "HasAccessLogs": {"Fn::Equals": [{"Ref": "AccessLogs"}, "yes"]},
}


def merged() -> dict[str, Any]:
    """What `chalice package --merge-template` puts into its own template."""
    return {
        "Description": "Porte-voix: tracked links for a petition that many associations carry",
        "Parameters": PARAMETERS,
        "Conditions": CONDITIONS,
        "Resources": {
            **tables.resources(),
            **permissions.resources(),
            **functions.resources(),
            **api.resources(),
            **alarms.resources(),
        },
        "Outputs": {
            "BaseUrl": {"Value": functions.base_url(), "Description": "The public address"},
            "TablePrefix": {"Value": {"Ref": "AWS::StackName"}},
            "DeadLetterQueueUrl": {"Value": {"Ref": "DeadLetters"}},
            "ApiDomainTarget": {
                "Condition": "HasDomain",
                "Description": "What the domain's CNAME points at",
                "Value": {"Fn::GetAtt": ["Domain", "RegionalDomainName"]},
            },
        },
    }


def complete(template: dict[str, Any]) -> dict[str, Any]:
    """Chalice's template with ours in it, made whole; the same dictionary."""
    functions.complete(template)
    api.complete(template)
    return template
