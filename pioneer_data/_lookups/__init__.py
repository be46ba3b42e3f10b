"""One published or derived number at a time, by name, for sentences and claims that quote it.

These are the functions that an expression in a lesson's sentence or in ``published_claims`` may
call. They add nothing to the tables and to the modules of derived numbers; they only look up.
"""

from pioneer_data._lookups import admissions, answers, informants, programme, tables

MODULES = (tables, informants, answers, admissions, programme)
YEARS, MADE = informants.YEARS, answers.MADE
