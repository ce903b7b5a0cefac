"""What becomes of a link whose answer is lost, where the official client sends again by itself.

Arguments: base URL, project key, how many links. For each, the connection is closed once after
the account was made. Prints how many accounts there are for how many links.
"""

import json
import sys
import urllib.request

from composio_client import Composio

BASE, KEY, LINKS = sys.argv[1], sys.argv[2], int(sys.argv[3])


def control(path, body=None):
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(BASE + path, data=data)) as answer:
        return json.load(answer)


def run():
    configs = {(c["toolkit"], c["is_composio_managed"]): c["id"] for c in control("/_sim/state")["auth_configs"]}
    client = Composio(api_key=KEY, base_url=BASE)
    accounts = 0
    for number in range(LINKS):
        user = f"lost-{number}"
        control("/_sim/faults", {"route": "POST /connected_accounts/link", "drop": "after"})
        client.link.create(auth_config_id=configs[("gmail", True)], user_id=user)
        accounts += len(client.connected_accounts.list(user_ids=[user]).items)
    print(f"{accounts} accounts of {LINKS} links")


run()
