"""Agents of OCS Inventory, several at a time, each on its own connection."""
import base64, http.client, multiprocessing, time, zlib
from inventories import AGENT

HEADERS = {"User-Agent": AGENT, "Content-Type": "application/x-compress", "Pragma": "no-cache"}


class Refused(Exception):
    pass


def post(connection, path, body, headers, wanted):
    """Expects a word in the answer, or with `None` that the server asks for a password."""
    connection.request("POST", path, body, headers)
    answer = connection.getresponse()
    content = answer.read()
    if wanted is None and answer.status == 401:
        return
    if wanted is None or answer.status != 200:
        raise Refused(f"{answer.status} {content[:200].decode(errors='replace')}")
    said = zlib.decompress(content)
    if wanted not in said.upper():
        raise Refused(said.decode(errors="replace"))


def converse(server, prolog, inventory, place):
    """Asks whether an inventory is wanted, then sends it, as the agent does.

    A server with passwords refuses the first request, from which the agent learns to send its own.
    """
    headers = dict(HEADERS)
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    if server.credentials:
        post(connection, server.path, prolog, headers, None)
        pair = server.credentials[place % len(server.credentials)]
        headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
    post(connection, server.path, prolog, headers, b"<RESPONSE>SEND<")
    post(connection, server.path, inventory, headers, b"ACCOUNT_UPDATE<")
    connection.close()


def work(server, conversations, start, results):
    taken, refusals = [], []
    start.wait()
    for place, (prolog, inventory) in conversations:
        began = time.perf_counter()
        try:
            converse(server, prolog, inventory, place)
            taken.append(time.perf_counter() - began)
        except (Refused, OSError, http.client.HTTPException, zlib.error) as error:
            refusals.append(f"{type(error).__name__} {error}")
    results.put((taken, refusals))


def send(server, conversations, connections):
    """The seconds of all and of each, and the number of refusals."""
    fork = multiprocessing.get_context("fork")
    start, results = fork.Barrier(connections + 1), fork.SimpleQueue()
    numbered = list(enumerate(conversations))
    workers = [fork.Process(target=work, args=(server, numbered[at::connections], start, results))
               for at in range(connections)]
    for worker in workers:
        worker.start()
    start.wait()
    began = time.perf_counter()
    answers = [results.get() for _ in workers]
    seconds = time.perf_counter() - began
    for worker in workers:
        worker.join()
    return seconds, sorted(t for taken, _ in answers for t in taken), [r for _, told in answers for r in told]
