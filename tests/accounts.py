"""Accounts that several tests read; written for the tests."""

PROGRAM_MANAGER = """I run a transformation program for a retail group called Norvell. My client there is Melissa.
She has never once told me that something is wrong. Instead she goes to my director: last Tuesday he called me in because she had \
complained that the steering committee deck was weak. She had seen it on Friday and said nothing to me. Somebody else redid it \
without telling me. She asks for three status reports a day and wants to approve every e-mail before I send it.
I raised it with her in March and again in May. Both times she agreed, and both times nothing changed.
I don't sleep on Sunday nights any more. Two invoices, $36,000 together, are 40 days overdue. The contract says 30 days' written \
notice. I still owe them the March status report, and I want to be out by 30 June.
"""

HEALTHY = """I do the bookkeeping for a small bakery. They pay within the week, they send their receipts on time, and when I made \
a mistake in the spring they laughed and brought me a cake. Last month they were late with one bank statement because the owner's \
mother was ill. She apologised and sent it two days later. I like working with them."""

TOO_LITTLE = "My client is difficult and I don't know what to do."
