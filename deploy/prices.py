"""What AWS asks for, in US dollars: three regions, before taxes, without free tiers.

First tiers, x86, DynamoDB on demand. A figure marked `read` was taken from AWS's price lists on
the day beside it, as bench/prices.py tells; every other is from memory, November 2026, and is
named in `MEMORY`, so that the estimate says so. Look at the page before you rely on one.
"""

from __future__ import annotations

PAGES = {
    "api_million_requests": "https://aws.amazon.com/api-gateway/pricing/",
    "lambda_million_requests": "https://aws.amazon.com/lambda/pricing/",
    "lambda_gb_second": "https://aws.amazon.com/lambda/pricing/",
    "dynamodb_million_writes": "https://aws.amazon.com/dynamodb/pricing/on-demand/",
    "dynamodb_million_reads": "https://aws.amazon.com/dynamodb/pricing/on-demand/",
    "dynamodb_gb_month": "https://aws.amazon.com/dynamodb/pricing/on-demand/",
    "dynamodb_backup_gb_month": "https://aws.amazon.com/dynamodb/pricing/on-demand/",
    "alarm_month": "https://aws.amazon.com/cloudwatch/pricing/",
    "metric_month": "https://aws.amazon.com/cloudwatch/pricing/",
    "logs_gb": "https://aws.amazon.com/cloudwatch/pricing/",
    "logs_gb_month": "https://aws.amazon.com/cloudwatch/pricing/",
    "s3_gb_month": "https://aws.amazon.com/s3/pricing/",
    "out_gb": "https://aws.amazon.com/ec2/pricing/on-demand/#Data_Transfer",
}
"""Where AWS shows each price; its name says what it is for."""

PRICES: dict[str, dict[str, float]] = {
    "eu-west-3": {
        "api_million_requests": 3.70,
        "lambda_million_requests": 0.20,  # read 2026-09-07
        "lambda_gb_second": 0.0000166667,
        "dynamodb_million_writes": 0.7423,  # read 2026-09-07
        "dynamodb_million_reads": 0.1487,  # read 2026-09-07
        "dynamodb_gb_month": 0.297,
        "dynamodb_backup_gb_month": 0.2376,
        "alarm_month": 0.10,
        "metric_month": 0.30,
        "logs_gb": 0.5985,
        "logs_gb_month": 0.0315,
        "s3_gb_month": 0.024,
        "out_gb": 0.09,
    },
    "eu-west-1": {
        "api_million_requests": 3.50,  # read 2026-10-02
        "lambda_million_requests": 0.20,  # read 2026-10-02
        "lambda_gb_second": 0.0000166667,  # read 2026-10-02
        "dynamodb_million_writes": 0.705,  # read 2026, day not told
        "dynamodb_million_reads": 0.1415,  # read 2026, day not told
        "dynamodb_gb_month": 0.283,  # read 2026, day not told
        "dynamodb_backup_gb_month": 0.2264,
        "alarm_month": 0.10,
        "metric_month": 0.30,
        "logs_gb": 0.57,  # read 2026-10-02
        "logs_gb_month": 0.03,  # read 2026-10-02
        "s3_gb_month": 0.023,
        "out_gb": 0.09,
    },
    "eu-central-1": {
        "api_million_requests": 3.70,  # read 2026-08-12
        "lambda_million_requests": 0.20,  # read 2026-09-11
        "lambda_gb_second": 0.0000166667,  # read 2026-08-12
        "dynamodb_million_writes": 0.7625,  # read 2026-09-11
        "dynamodb_million_reads": 0.1525,  # read 2026-09-11
        "dynamodb_gb_month": 0.306,  # read 2026-09-11
        "dynamodb_backup_gb_month": 0.2448,
        "alarm_month": 0.10,
        "metric_month": 0.30,
        "logs_gb": 0.63,  # read 2026-09-11
        "logs_gb_month": 0.0324,  # read 2026-09-11
        "s3_gb_month": 0.0245,
        "out_gb": 0.09,  # read 2026-08-12
    },
}
"""Dollars by region and name."""

_NEVER_READ = frozenset({"dynamodb_backup_gb_month", "alarm_month", "metric_month", "s3_gb_month"})

MEMORY: dict[str, frozenset[str]] = {
    "eu-west-3": _NEVER_READ
    | {"api_million_requests", "lambda_gb_second", "dynamodb_gb_month", "out_gb"}
    | {"logs_gb", "logs_gb_month"},
    "eu-west-1": _NEVER_READ | {"out_gb"},
    "eu-central-1": _NEVER_READ,
}
"""The prices that are from memory."""
