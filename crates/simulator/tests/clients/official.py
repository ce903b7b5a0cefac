"""The official client, unchanged, against the simulator.

Arguments: base URL, project key, version that must be installed. Prints one
line per claim; the exit code is the number of claims that do not hold.
"""

import json
import sys
import urllib.request

import composio_client
from composio_client import APIStatusError, AuthenticationError, BadRequestError, Composio, NotFoundError

BASE, KEY, VERSION = sys.argv[1:4]
FAILED = []


def claim(text, holds, seen=""):
    print(("ok   " if holds else "FAIL ") + text + ("" if holds else f": {seen}"))
    if not holds:
        FAILED.append(text)


def refused(text, kind, status, call):
    try:
        answer = call()
        claim(text, False, f"was answered {answer}")
    except kind as error:
        claim(text, error.status_code == status, repr(error))
        return error
    except Exception as error:  # whatever else it is, the claim does not hold
        claim(text, False, repr(error))
    return None


def control(path, body=None):
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(BASE + path, data=data)) as answer:
        return json.load(answer)


def field(value, name):
    return value.get(name) if isinstance(value, dict) else getattr(value, name, None)


def run():
    claim(f"version {VERSION} is what runs", composio_client.__version__ == VERSION, composio_client.__version__)
    state = control("/_sim/state")
    configs = {(c["toolkit"], c["is_composio_managed"]): c["id"] for c in state["auth_configs"]}
    gmail = configs[("gmail", True)]
    client = Composio(api_key=KEY, base_url=BASE, max_retries=0, timeout=20)
    accounts = client.connected_accounts

    # Refusals first.
    wrong = Composio(api_key="ak_nobody", base_url=BASE, max_retries=0)
    error = refused("a wrong key is refused", AuthenticationError, 401, wrong.connected_accounts.list)
    if error is not None:
        claim("with Composio's code", error.body["error"]["code"] == 10401, error.body)
    error = refused("an unknown account is not found", NotFoundError, 404, lambda: accounts.retrieve("ca_nobody"))
    if error is not None:
        claim("with Composio's code for it", error.body["error"]["code"] == 606, error.body)
    refused("an unknown account is not deleted", NotFoundError, 404, lambda: accounts.delete("ca_nobody"))
    refused("an unknown auth config is not found", NotFoundError, 404, lambda: client.auth_configs.retrieve("ac_x"))
    refused("an unknown status is unprocessable", APIStatusError, 422, lambda: accounts.list(statuses=["NOPE"]))
    refused("an invented cursor is refused", BadRequestError, 400, lambda: accounts.list(cursor="bogus"))
    error = refused(
        "the retired initiate is refused",
        BadRequestError,
        400,
        lambda: accounts.create(auth_config={"id": gmail}, connection={"user_id": "py"}),
    )
    if error is not None:
        claim("in the words clients look for", "no longer supported" in str(error), str(error))

    # Paging meets every row once.
    seen, cursor, pages = set(), None, 0
    while True:
        page = accounts.list(limit=30, **({"cursor": cursor} if cursor else {}))
        claim(f"page {pages + 1} counts itself", page.current_page == pages + 1, page.current_page)
        seen.update(item.id for item in page.items)
        pages, cursor = pages + 1, page.next_cursor
        if not cursor:
            break
    claim("paging meets every account once", len(seen) == page.total_items, (len(seen), page.total_items))
    few = accounts.list(statuses=["ACTIVE", "EXPIRED"], toolkit_slugs=["gmail", "slack"], limit=5)
    claim("filters as lists work", {item.toolkit.slug for item in few.items} <= {"gmail", "slack"})
    claim("statuses are filtered", {item.status for item in few.items} <= {"ACTIVE", "EXPIRED"})

    # Link, poll, use.
    link = client.link.create(auth_config_id=gmail, user_id="py-tenant", callback_url="http://127.0.0.1:9/done?case=7")
    claim("a link has a token", link.link_token.startswith("lk_"), link)
    account = link.connected_account_id
    claim("and begins INITIALIZING", accounts.retrieve(account).status == "INITIALIZING")
    control(f"/_sim/consent/{account}", {"decision": "allow", "account": "jane@example.com"})
    for _ in range(20):
        found = accounts.retrieve(account)
        if found.status == "ACTIVE":
            break
    claim("polling sees it ACTIVE", found.status == "ACTIVE", found.status)
    claim("the user id is kept", found.user_id == "py-tenant", found.user_id)
    claim("the token is masked", field(found.state.val, "access_token") == "REDACTED", found.state)
    profile = client.tools.execute(
        "GMAIL_GET_PROFILE", connected_account_id=account, user_id="py-tenant", arguments={"user_id": "me"}
    )
    claim("a tool runs", profile.successful and profile.data["emailAddress"] == "jane@example.com", profile)
    proxied = client.tools.proxy(connected_account_id=account, endpoint="/gmail/v1/users/me/profile", method="GET")
    claim("the proxy reads", proxied.status == 200, proxied)

    # Disable, enable, refresh, delete.
    claim("disable succeeds", accounts.update_status(account, enabled=False).success)
    claim("and is seen", accounts.retrieve(account).status == "INACTIVE")
    claim("enable succeeds", accounts.update_status(account, enabled=True).success)
    claim("and is seen too", accounts.retrieve(account).status == "ACTIVE")
    refresh = accounts.refresh(account)
    claim("refresh asks for consent again", refresh.status == "INITIATED" and "/s/" in refresh.redirect_url, refresh)
    claim("delete succeeds", accounts.delete(account).success)
    refused("a deleted account is gone", NotFoundError, 404, lambda: accounts.retrieve(account))

    # The project's settings; later clients dropped the method, not the route.
    path = "/api/v3/org/project/config"
    if hasattr(client, "project") and hasattr(client.project, "config"):
        config = client.project.config
        before = config.retrieve()
        changed = config.update(mask_secret_keys_in_connected_account=False)
        again = config.update(mask_secret_keys_in_connected_account=True)
        flags = [c.mask_secret_keys_in_connected_account for c in (before, changed, again)]
    else:
        name = "mask_secret_keys_in_connected_account"
        before = client.get(path, cast_to=object)
        changed = client.patch(path, body={name: False}, cast_to=object)
        again = client.patch(path, body={name: True}, cast_to=object)
        flags = [c[name] for c in (before, changed, again)]
    claim("the masking flag is read, changed and put back", flags == [True, False, True], flags)

    # Retries honour Retry-After and get through.
    control("/_sim/faults", {"route": "GET /connected_accounts", "status": 429, "retry_after": "0.01"})
    patient = Composio(api_key=KEY, base_url=BASE, max_retries=2)
    claim("a retry gets through a 429", len(patient.connected_accounts.list(limit=1).items) == 1)


run()
sys.exit(min(len(FAILED), 100))
