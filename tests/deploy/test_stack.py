"""A stack: what would change is said, losses are named, failures come with their reasons."""

from __future__ import annotations

import pytest

from deploy.stack import CAPABILITIES, MOST_SECONDS, Change, Stack, StackFailed, State
from tests.deploy.formation import (
    CHANGES_ARN,
    NO_CHANGES,
    STACK,
    STACK_ARN,
    Formation,
    SetTime,
    change,
    event,
)

URL = "https://s3.eu-west-3.amazonaws.com/bucket/template.json"
TABLE, API = "AWS::DynamoDB::Table", "AWS::ApiGateway::RestApi"


def stack_of(formation: Formation, said: list[str] | None = None) -> Stack:
    time = SetTime()
    return Stack(formation, STACK, (said if said is not None else []).append, time, time.sleep)


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("", State.ABSENT),
        ("REVIEW_IN_PROGRESS", State.ABSENT),
        ("CREATE_COMPLETE", State.THERE),
        ("UPDATE_COMPLETE", State.THERE),
        ("UPDATE_ROLLBACK_COMPLETE", State.THERE),
        ("IMPORT_COMPLETE", State.THERE),
        ("ROLLBACK_COMPLETE", State.DEAD),
        ("ROLLBACK_FAILED", State.DEAD),
        ("CREATE_FAILED", State.DEAD),
        ("DELETE_FAILED", State.DEAD),
    ],
)
def test_a_status_says_what_can_be_done(status: str, state: State) -> None:
    assert stack_of(Formation(status)).state() is state


@pytest.mark.parametrize(
    ("status", "way_out"),
    [
        ("UPDATE_IN_PROGRESS", "wait"),
        ("UPDATE_ROLLBACK_FAILED", f"continue-update-rollback --stack-name {STACK}"),
    ],
)
def test_a_stack_that_nothing_can_be_done_with_says_the_way_out(status: str, way_out: str) -> None:
    with pytest.raises(StackFailed, match=way_out):
        stack_of(Formation(status)).state()


@pytest.mark.parametrize(
    ("status", "kind"),
    [("", "CREATE"), ("REVIEW_IN_PROGRESS", "CREATE"), ("UPDATE_COMPLETE", "UPDATE")],
)
def test_a_change_set_creates_or_updates_and_is_waited_for(status: str, kind: str) -> None:
    formation = Formation(status)
    formation.will_change(change("Add", "Tally"), change("Add", "Api"), change("Add", "Rank"))
    found = stack_of(formation).propose(URL, {"AlarmEmail": "a@example.org"})
    assert found is not None
    assert [one.logical_id for one in found.changes] == ["Tally", "Api", "Rank"]
    (asked,) = formation.asked("create_change_set")
    assert asked["ChangeSetType"] == kind
    assert asked["TemplateURL"] == URL
    assert asked["Parameters"] == [
        {"ParameterKey": "AlarmEmail", "ParameterValue": "a@example.org"}
    ]
    assert asked["Capabilities"] == list(CAPABILITIES)
    assert "ImportExistingResources" not in asked


def test_tables_that_are_there_are_adopted_only_when_that_is_asked_for() -> None:
    formation = Formation()
    formation.will_change(change("Import", "VisitsTable", TABLE))
    stack_of(formation).propose(URL, {}, adopt=True)
    assert formation.asked("create_change_set")[0]["ImportExistingResources"] is True


@pytest.mark.parametrize("reason", [NO_CHANGES, "No updates are to be performed."])
def test_a_change_set_without_changes_is_no_failure_and_leaves_nothing(reason: str) -> None:
    formation = Formation("UPDATE_COMPLETE", [{"Status": "FAILED", "StatusReason": reason}])
    assert stack_of(formation).propose(URL, {}) is None
    assert formation.asked("delete_change_set") == [{"ChangeSetName": CHANGES_ARN}]
    assert not formation.asked("delete_stack")


def test_a_change_set_that_fails_says_why_and_leaves_nothing() -> None:
    reason = "Transform AWS::Serverless-2016-10-31 failed with:\n  Invalid template"
    formation = Formation("", [{"Status": "FAILED", "StatusReason": reason}])
    with pytest.raises(StackFailed, match="failed with: Invalid template"):
        stack_of(formation).propose(URL, {})
    assert formation.status == ""


def test_a_change_set_that_is_never_ready_is_given_up() -> None:
    formation = Formation("UPDATE_COMPLETE", [{"Status": "CREATE_PENDING"}])
    stack = stack_of(formation)
    with pytest.raises(StackFailed, match="still CREATE_PENDING"):
        stack.propose(URL, {})
    assert stack.now() >= MOST_SECONDS


def test_a_discarded_creation_leaves_no_stack_and_a_discarded_update_leaves_it() -> None:
    for status, after in (("", ""), ("UPDATE_COMPLETE", "UPDATE_COMPLETE")):
        formation = Formation(status)
        formation.will_change(change("Add", "Tally"))
        stack = stack_of(formation)
        found = stack.propose(URL, {})
        assert found is not None
        stack.discard(found)
        assert formation.status == after


@pytest.mark.parametrize(
    ("one", "line"),
    [
        (Change("Add", "Tally", "AWS::Lambda::Function"), "Add     Tally  AWS::Lambda::Function"),
        (Change("Modify", "Rank", "X", "True"), "Modify  Rank  X, replaced"),
        (Change("Modify", "Stage", "X", "Conditional"), "Modify  Stage  X, perhaps replaced"),
    ],
)
def test_a_change_is_one_line(one: Change, line: str) -> None:
    assert str(one).strip() == line
    assert not one.loss


@pytest.mark.parametrize(
    "one",
    [
        Change("Remove", "VisitsTable", TABLE),
        Change("Modify", "VisitsTable", TABLE, "True"),
        Change("Modify", "VisitsTable", TABLE, "Conditional"),
        Change("Modify", "RestAPI", API, "True"),
    ],
)
def test_the_loss_of_a_table_or_of_the_printed_address_is_loud(one: Change) -> None:
    assert one.loss
    assert str(one).startswith("!!!")
    assert one.loss in str(one)


def test_a_table_that_is_made_or_changed_in_place_is_no_loss() -> None:
    for one in (
        Change("Add", "T", TABLE),
        Change("Modify", "T", TABLE),
        Change("Import", "T", TABLE),
    ):
        assert not one.loss


def ready(formation: Formation, stack: Stack) -> None:
    formation.will_change(change("Add", "Tally"))
    found = stack.propose(URL, {})
    assert found is not None
    stack.carry_out(found)


def test_an_execution_is_over_when_the_stacks_own_event_says_so() -> None:
    formation = Formation("UPDATE_COMPLETE")
    # What happened before is not taken for what is waited for.
    formation.happened(event("UPDATE_FAILED", "Old", "long ago"))
    formation.happened(event("UPDATE_COMPLETE"))
    formation.coming = [
        [],
        [event("UPDATE_IN_PROGRESS"), event("UPDATE_IN_PROGRESS", "Tally")],
        [event("UPDATE_COMPLETE", "Tally"), event("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")],
        [event("UPDATE_COMPLETE")],
    ]
    said: list[str] = []
    ready(formation, stack_of(formation, said))
    assert formation.coming == []
    assert formation.asked("execute_change_set") == [{"ChangeSetName": CHANGES_ARN}]
    assert said == []


def test_what_fails_is_said_with_its_reason_and_what_fell_with_it_is_not() -> None:
    formation = Formation("UPDATE_COMPLETE")
    formation.coming = [
        [
            event("UPDATE_FAILED", "Tally", "Role is\nnot there"),
            event("UPDATE_FAILED", "Rank", "Resource update cancelled"),
        ],
        [event("UPDATE_ROLLBACK_IN_PROGRESS"), event("UPDATE_ROLLBACK_COMPLETE")],
    ]
    said: list[str] = []
    with pytest.raises(StackFailed, match="is UPDATE_ROLLBACK_COMPLETE"):
        ready(formation, stack_of(formation, said))
    assert [line.strip() for line in said] == [
        "failed  Tally  AWS::Lambda::Function: Role is not there"
    ]


def test_a_creation_that_is_rolled_back_is_a_failure() -> None:
    formation = Formation()
    formation.coming = [[event("ROLLBACK_IN_PROGRESS"), event("ROLLBACK_COMPLETE")]]
    with pytest.raises(StackFailed, match="is ROLLBACK_COMPLETE"):
        ready(formation, stack_of(formation))


def test_outputs_are_by_name() -> None:
    outputs = {"BaseUrl": "https://qr.example.org", "TablePrefix": STACK}
    assert stack_of(Formation("CREATE_COMPLETE", outputs=outputs)).outputs() == outputs
    with pytest.raises(StackFailed, match="no stack"):
        stack_of(Formation()).outputs()


def test_deleting_waits_until_the_stack_is_gone_and_again_does_nothing() -> None:
    formation = Formation("CREATE_COMPLETE")
    formation.coming = [[event("DELETE_IN_PROGRESS")], [event("DELETE_COMPLETE")]]
    stack = stack_of(formation)
    stack.delete()
    stack.delete()
    assert formation.asked("delete_stack") == [{"StackName": STACK_ARN}]


def test_a_deletion_that_fails_says_so() -> None:
    formation = Formation("CREATE_COMPLETE")
    formation.coming = [[event("DELETE_FAILED", "Domain", "in use"), event("DELETE_FAILED")]]
    said: list[str] = []
    with pytest.raises(StackFailed, match="is DELETE_FAILED"):
        stack_of(formation, said).delete()
    assert "Domain" in said[0]
    assert "in use" in said[0]
