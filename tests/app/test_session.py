"""Session: the address of a page, and keys that can be dropped by their scope."""

from coach.ui.session import Address, forget, key, leave_notice, read_address, take_notice


def test_the_address_survives_the_url() -> None:
    address = Address(case="abcd", rehearsal="efgh")
    assert read_address(address.params()) == address


def test_empty_parts_are_left_out_of_the_url() -> None:
    assert Address(case="abcd").params() == {"case": "abcd"}
    assert read_address({"case": ""}) == Address()


def test_forgetting_a_scope_leaves_the_others() -> None:
    state = {key("draft", "body", "x"): "text", key("drafts", "x"): 1, "other": 2}
    forget(state, "draft")
    assert state == {"drafts:x": 1, "other": 2}


def test_a_notice_is_shown_once() -> None:
    state: dict[str, str] = {}
    leave_notice(state, "Kept.")
    assert take_notice(state) == "Kept."
    assert take_notice(state) is None
