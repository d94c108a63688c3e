"""The landlord's repair codes and what they cost."""

from booking.schedulers.connect import answers, objects
from booking.schedulers.connect.calls import Calls, segment


class Catalogue:
    """JobCode and RateBook."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def get_job_code(self, code: str) -> objects.JobCode | None:
        """The code by its name, whatever the document's "Integer" says; None where there is none such."""
        answer = self._calls.get(f"JobCode/{segment(code)}")
        if answers.is_missing(answer.reply):
            return None
        found = answer.read(objects.JobCode)
        if found.code_external_id != code:
            answer.fail_read(why=f"{answer.call} answered another code.")
        return found

    def post_job_code(self, code: objects.JobCode) -> None:
        """Create a code; what a yes looks like is not documented."""
        answer = self._calls.send("POST", "JobCode", code)
        answer.accept(objects.JobCode, wordless=True, named={"CodeExternalId": code.code_external_id})

    def put_job_code(self, code: str, change: objects.JobCode) -> None:
        """Change a code."""
        answer = self._calls.send("PUT", f"JobCode/{segment(code)}", change)
        answer.accept(objects.JobCode, named={"CodeExternalId": change.code_external_id})

    def get_rate_books(self, code: str, *, contract: str = "") -> tuple[objects.RateBook, ...]:
        """What the code costs under each contract, or under one; none where Connect has none such."""
        query = {"CodeExternalId": code} | ({"ContractExternalId": contract} if contract else {})
        answer = self._calls.get("RateBook", query)
        if answers.is_missing(answer.reply):
            return ()
        data = answer.data()
        alone = isinstance(data, dict)
        books = answer.read_all(objects.RateBook, [data] if alone else data)
        if any(book.code_external_id != code for book in books):
            answer.fail_read(why=f"{answer.call} answered another code.")
        if alone and contract and books[0].contract_external_id != contract:
            answer.fail_read(why=f"{answer.call} answered another contract.")
        return books

    def put_rate_book(self, book: objects.RateBook) -> None:
        """Set what a code costs under a contract."""
        named = {
            "CodeExternalId": book.code_external_id or "",
            "ContractExternalId": book.contract_external_id or "",
        }
        answer = self._calls.send("PUT", "RateBook", book, query=named)
        answer.accept(objects.RateBook, named=named)
