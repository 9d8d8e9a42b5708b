"""Access tokens a provider gave out: whose each one is, and until when it is good."""

from prapazar.sandbox.filing import Account, Filing

KIND = "token"


class Tokens:
    def __init__(self, files: Filing) -> None:
        self._files = files

    def keep(self, account: Account, token: str, seconds: int, **more: object) -> str:
        """`more` is what else the provider must know when the token comes back."""
        until = self._files.ground.now_ms() + seconds * 1000
        self._files.put(account, KIND, token, {"untilMs": until, **more})
        return token

    def holder(self, token: str, *, also_expired: bool = False) -> Account | None:
        now = self._files.ground.now_ms()
        for account in self._files.accounts.values():
            found = account[KIND].get(token)
            if found is not None and (also_expired or found["untilMs"] > now):
                return account
        return None

    def forget(self, account: Account) -> int:
        """As if the time of all of them had passed."""
        for token, held in account[KIND].items():
            self._files.put(account, KIND, token, {**held, "untilMs": 0})
        return len(account[KIND])
