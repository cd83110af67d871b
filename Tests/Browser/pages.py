"""Every page, with an example of each that has parameters."""
import dataclasses, functools, json

from centre import ROOT

LANGUAGES = ("vi", "en")


@dataclasses.dataclass(frozen=True)
class Page:
    """`person`: who looks, None for somebody who is not signed in. `status`: what the page is."""
    name: str
    path: str
    person: str | None = "an"
    status: int = 200

    def address(self, language):
        return f"{self.path}{'&' if '?' in self.path else '?'}language={language}"


def pages(centre, province="51"):
    """With addresses that are there in `centre`, which simulated machines have filled."""
    return [
        Page("ranking", f"/?province={province}"),
        Page("ranking of the country", "/"),
        Page("verify first", "/?queue=verifyFirst"),
        Page("not found", "/communes/99999/no-such-page", status=404),
        Page("sign-in", "/sign-in", person=None),
        Page("first invitation", f"/invitations/{invitation(centre)}", person=None),
    ]


def invitation(centre):
    """The secret of a link by which a new user chooses a password."""
    said = centre.inventory("user", "add", f"moi-{len(centre.people)}", "--role", "planner")
    return said.split("/invitations/")[1].strip()


@functools.cache
def message_keys():
    """Keys of texts: what a page shows where it forgot to translate."""
    return {key for key in json.loads((ROOT / "inventory/messages/vi.json").read_text())
            if "." in key}
