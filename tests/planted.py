"""Errors to plant into a copy of a table's bytes: one function, one kind of error."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    Plant = Callable[[bytes], bytes]


def replaced(content: bytes, old: str, new: str) -> bytes:
    """Replace what stands once, and only once, in a table."""
    assert content.count(old.encode()) == 1, old
    return content.replace(old.encode(), new.encode())


def lines(content: bytes) -> list[bytes]:
    """Return the lines with their ends."""
    return content.splitlines(keepends=True)


def digits_swapped_outside_the_interval(content: bytes) -> bytes:
    return replaced(content, "Pioneer only,4,8.14,", "Pioneer only,4,8.41,")


def digits_swapped_inside_the_interval(content: bytes) -> bytes:
    return replaced(content, "2013-2018,Pioneer only,6.4,", "2013-2018,Pioneer only,4.6,")


def one_hundredth_off_inside_the_interval(content: bytes) -> bytes:
    return replaced(content, "Neither,3,7.78,", "Neither,3,7.8,")


def limits_swapped(content: bytes) -> bytes:
    return replaced(content, "8.03,7.86,8.2\n", "8.03,8.2,7.86\n")


def rate_times_ten(content: bytes) -> bytes:
    return replaced(content, "Both,2,8.64,8.41,8.87", "Both,2,86.4,84.1,88.7")


def rates_of_two_periods_exchanged(content: bytes) -> bytes:
    first, second = "7.76,7.69,7.84", "8.33,8.26,8.4\n"
    swapped = replaced(content, f"Neither,2,{first}", f"Neither,2,{second.strip()}")
    return replaced(swapped, f"Neither,5,{second}", f"Neither,5,{first}\n")


def category_mistyped(content: bytes) -> bytes:
    return replaced(content, "Vanguard only,3,", "Vangard only,3,")


def category_in_another_case(content: bytes) -> bytes:
    return replaced(content, "2016,organisation,Other,", "2016,organisation,other,")


def row_doubled(content: bytes) -> bytes:
    return content + lines(content)[-1]


def row_repeated_in_place_of_another(content: bytes) -> bytes:
    *before, _, last = lines(content)
    return b"".join([*before, last, last])


def row_deleted(content: bytes) -> bytes:
    return b"".join(lines(content)[:4] + lines(content)[5:])


def rows_exchanged(content: bytes) -> bytes:
    head, first, second, *others = lines(content)
    return b"".join([head, second, first, *others])


def column_shifted_by_one_row(content: bytes) -> bytes:
    head, *body = content.decode().splitlines()
    counts = [line.rsplit(",", 1) for line in body]
    shifted = [counts[-1][1], *(count for _, count in counts[:-1])]
    return "\n".join([head, *map(",".join, zip([s for s, _ in counts], shifted, strict=True)), ""]).encode()


def shares_as_proportions(content: bytes) -> bytes:
    return re.sub(rb",(\d+),90\n", lambda found: b",%.2f,90\n" % (int(found[1]) / 100), content)


def one_share_as_a_proportion(content: bytes) -> bytes:
    return replaced(content, "2014/15,Wave 1,16,1.82,", "2014/15,Wave 1,16,0.0182,")


def missing_value_coded(content: bytes) -> bytes:
    return replaced(content, "Non-Pioneer,42,4.74,,", "Non-Pioneer,42,4.74,-99,")


def missing_text_coded(content: bytes) -> bytes:
    return replaced(content, "Camden,2,,true", "Camden,2,n/a,true")


def required_value_left_out(content: bytes) -> bytes:
    return replaced(
        content, "Greenwich,1,Apr 14-Nov 14,2014-04,2014-11,5", "Greenwich,1,Apr 14-Nov 14,2014-04,2014-11,"
    )


def trailing_space(content: bytes) -> bytes:
    return replaced(content, "Leeds,1,Leeds,true", "Leeds ,1,Leeds,true")


def two_spaces(content: bytes) -> bytes:
    return replaced(content, "care navigators/care coordinators", "care navigators/care  coordinators")


def no_break_space(content: bytes) -> bytes:
    return replaced(content, "generic care workers", "generic care\N{NO-BREAK SPACE}workers")


def trailing_zero(content: bytes) -> bytes:
    return replaced(content, "Pioneer only,2,7.9,", "Pioneer only,2,7.90,")


def lone_number_times_ten(content: bytes) -> bytes:
    return replaced(content, "2018/19,Wave 2,102,11.11", "2018/19,Wave 2,1020,11.11")


def sign_lost_or_added(content: bytes) -> bytes:
    return replaced(content, "2016/17,Wave 1,39,4.46", "2016/17,Wave 1,39,-4.46")


def both_signs_turned(content: bytes) -> bytes:
    return replaced(content, "2016/17,Wave 1,39,4.46", "2016/17,Wave 1,-39,-4.46")


def two_columns_exchanged(content: bytes) -> bytes:
    return re.sub(rb"(?m)^(Both,\d),([^,]+),([^,]+),", rb"\1,\3,\2,", content)


def change_and_percentage_exchanged(content: bytes) -> bytes:
    return replaced(content, "2015/16,Wave 2,33,3.57", "2015/16,Wave 2,3.57,33")


def headings_exchanged(content: bytes) -> bytes:
    return replaced(content, "mailing_list_n,participants_n", "participants_n,mailing_list_n")


def star_forgotten(content: bytes) -> bytes:
    return replaced(content, "2017/18,Wave 1,53,6.08,0.05,true", "2017/18,Wave 1,53,6.08,0.05,false")


def comparison_and_wave_exchanged(content: bytes) -> bytes:
    swapped = replaced(content, "2018/19,Wave 1,108,12.61,", "2018/19,Wave 1,135,15.64,")
    return replaced(swapped, "2018/19,Non-Pioneer,135,15.64,", "2018/19,Non-Pioneer,108,12.61,")


def wrong_year(content: bytes) -> bytes:
    return content.replace(b",2017,CCG,", b",2016,CCG,")


def wrong_year_in_one_row(content: bytes) -> bytes:
    return replaced(content, "2018-09,2018-11", "2017-09,2017-11")


def wrong_year_of_an_event(content: bytes) -> bytes:
    return content.replace(b"2019-10-25", b"2018-10-25")


def month_without_its_last_day(content: bytes) -> bytes:
    return replaced(content, "2019-06-01,2020-02-29", "2019-06-01,2020-02-28")


def share_of_no_whole_number(content: bytes) -> bytes:
    return content.replace(b",CCG,70,27", b",CCG,71,27")


def share_of_another_whole_number(content: bytes) -> bytes:
    return content.replace(b",NHS provider,63,24", b",NHS provider,67,24")


def base_of_the_other_year(content: bytes) -> bytes:
    return replaced(content, "2018,All,76,85", "2018,All,76,105")


def row_of_shares_not_100(content: bytes) -> bytes:
    return replaced(content, "more joined up,2018,Some,66,80", "more joined up,2018,Some,69,80")


def silent_correction_of_the_known_exception(content: bytes) -> bytes:
    return replaced(content, "has improved,2016,Do not know,9,90", "has improved,2016,Do not know,19,90")


def digit_lost_in_a_count(content: bytes) -> bytes:
    return replaced(
        content, "Kent,1,Apr 14-Nov 14,2014-04,2014-11,10", "Kent,1,Apr 14-Nov 14,2014-04,2014-11,1"
    )


def counts_of_two_groups_exchanged(content: bytes) -> bytes:
    return content.replace(b"Wave 2,Wave 2,37", b"Wave 2,Wave 2,73")


def participants_mistyped(content: bytes) -> bytes:
    return replaced(content, ",482,105,22,", ",428,105,22,")


def site_unknown(content: bytes) -> bytes:
    return replaced(content, "Vale of York,6", "Vale of Yorks,6")


def period_one_month_too_long(content: bytes) -> bytes:
    return replaced(content, "2013-04,2013-10,7", "2013-04,2013-11,7")


def word_changed_in_a_quotation(content: bytes) -> bytes:
    return replaced(content, "elective elective inpatient", "elective inpatient")


def sentence_lost(content: bytes) -> bytes:
    return replaced(content, "Focus on horizontal and vertical integration between sectors. ", "")


def finding_lost(content: bytes) -> bytes:
    return b"".join(line for line in lines(content) if not line.startswith(b"frontline,3,"))


def finding_of_a_bullet_that_is_not_there(content: bytes) -> bytes:
    return content.replace(b'Conclusions"", bullet 7', b'Conclusions"", bullet 8')


def windows_line_ends(content: bytes) -> bytes:
    return content.replace(b"\n", b"\r\n")


def byte_order_mark(content: bytes) -> bytes:
    return b"\xef\xbb\xbf" + content


def last_newline_lost(content: bytes) -> bytes:
    return content.rstrip(b"\n")


def another_encoding(content: bytes) -> bytes:
    return content.decode().encode("cp1252")


def quotes_around_everything(content: bytes) -> bytes:
    return b"".join(b'"' + line.rstrip(b"\n").replace(b",", b'","') + b'"\n' for line in lines(content))


def events_out_of_order(content: bytes) -> bytes:
    head, first, second, third, *others = lines(content)
    return b"".join([head, third, first, second, *others])


def teams_mistyped(content: bytes) -> bytes:
    return replaced(content, "P2,mixed urban/rural,3,", "P2,mixed urban/rural,2,")


def event_lost(content: bytes) -> bytes:
    return b"".join(line for line in lines(content) if b"Ethics committee" not in line)


def launch_in_another_year(content: bytes) -> bytes:
    return replaced(content, "(VANGUARDS),2015,", "(VANGUARDS),2014,")


def locator_of_the_next_bullet(content: bytes) -> bytes:
    return replaced(content, 'Target groups"", bullet 4"', 'Target groups"", bullet 5"')


def locator_without_its_source(content: bytes) -> bytes:
    return content.replace(b'"002, Abstract', b'"Abstract')


def group_of_ccgs_mistyped(content: bytes) -> bytes:
    return replaced(content, ",%,51\n", ",%,15\n")


def label_of_the_next_objective(content: bytes) -> bytes:
    return content.replace(
        b"Quality of care,The quality of care for patients/service users has improved,2018",
        b"Quality of care,The quality of life for patients/service users has improved,2018",
    )


def p_value_with_a_digit_too_many(content: bytes) -> bytes:
    return replaced(content, "0.0379", "0.00379")


def pilots_of_a_wave_mistyped(content: bytes) -> bytes:
    return replaced(content, "2013,25,14,11,", "2013,25,14,12,")


def base_larger_than_the_survey(content: bytes) -> bytes:
    return content.replace(b",104\n", b",140\n")


def estimates_of_two_groups_exchanged(content: bytes) -> bytes:
    pioneer, vanguard = "6.4,3.8,9,,%", "8.8,4.5,13.1,,%"
    swapped = replaced(content, f"Pioneer only,{pioneer}", f"Pioneer only,{vanguard}")
    return replaced(swapped, f"Vanguard only,{vanguard}", f"Vanguard only,{pioneer}")


def number_left_out_of_a_list(content: bytes) -> bytes:
    return replaced(content, "Barriers,Vanguards,3,", "Barriers,Vanguards,4,")


def site_not_surveyed(content: bytes) -> bytes:
    return replaced(content, "Camden,8", "Cornwall,8")


def fieldwork_a_year_too_late(content: bytes) -> bytes:
    return replaced(content, "2018-12,2021-03", "2019-12,2021-03")


def teams_of_a_study_mistyped(content: bytes) -> bytes:
    return replaced(content, "28,meetings,11,MDTs", "28,meetings,1,MDTs")


def estimate_in_the_p_value_column(content: bytes) -> bytes:
    return replaced(content, "to 2014/15,Wave 1,1.93,,,,%", "to 2014/15,Wave 1,,,,0.0193,%")


def tick_lost(content: bytes) -> bytes:
    return replaced(content, "Worcestershire,10", "Worcestershire,9")


def wave_of_a_site_mistyped(content: bytes) -> bytes:
    return replaced(content, "Sheffield,2,", "Sheffield,1,")


def work_package_mistyped(content: bytes) -> bytes:
    return b"".join(line.replace(b"WP3,", b"WP2,") for line in lines(content))


def year_of_a_publication_mistyped(content: bytes) -> bytes:
    return replaced(
        content,
        'Bardsley M, Durand MA, Hoomans T, Mays N",2019,',
        'Bardsley M, Durand MA, Hoomans T, Mays N",2018,',
    )


def citation_of_another_year(content: bytes) -> bytes:
    return replaced(content, "Douglas et al. 2022", "Douglas et al. 2023")


def verdict_typed_in(content: bytes) -> bytes:
    line = next(line for line in lines(content) if line.startswith(b"002-001,"))
    return content.replace(line, line.replace(b",reproduces,", b",within rounding,"))


def published_value_mistyped(content: bytes) -> bytes:
    line = next(line for line in lines(content) if b",29,%,0.5," in line)
    return content.replace(line, line.replace(b",29,%,0.5,", b",28,%,0.5,"))


def claim_left_out(content: bytes) -> bytes:
    return b"".join(line for line in lines(content) if not line.startswith(b"001-002,"))


PLANTED: list[tuple[Plant, str, str]] = [
    (digits_swapped_outside_the_interval, "admission_rates", "inside_interval"),
    (digits_swapped_inside_the_interval, "published_estimates", "symmetric_interval"),
    (one_hundredth_off_inside_the_interval, "admission_rates", "symmetric_interval"),
    (limits_swapped, "admission_rates", "inside_interval"),
    (rate_times_ten, "admission_rates", "plausible_rates"),
    (rates_of_two_periods_exchanged, "admission_rates", "plausible_rates"),
    (category_mistyped, "admission_rates", "allowed_values"),
    (category_in_another_case, "ki_respondents", "allowed_values"),
    (row_doubled, "facilitators", "keys"),
    (row_repeated_in_place_of_another, "objectives_progress", "complete_grid"),
    (row_deleted, "sites", "row_count"),
    (rows_exchanged, "objectives_importance", "blocks_of_rows"),
    (column_shifted_by_one_row, "site_initiatives", "same_as_second"),
    (shares_as_proportions, "objectives_progress", "types"),
    (one_share_as_a_proportion, "did_emergency_admissions", "implied_baseline"),
    (missing_value_coded, "did_emergency_admissions", "limits"),
    (missing_text_coded, "sites", "missing_codes"),
    (required_value_left_out, "early_interviews", "blanks"),
    (trailing_space, "sites", "spacing"),
    (two_spaces, "initiatives", "spacing"),
    (no_break_space, "initiatives", "spacing"),
    (trailing_zero, "admission_rates", "types"),
    (lone_number_times_ten, "did_emergency_admissions", "implied_baseline"),
    (sign_lost_or_added, "did_emergency_admissions", "implied_baseline"),
    (both_signs_turned, "did_emergency_admissions", "implied_baseline"),
    (two_columns_exchanged, "admission_rates", "inside_interval"),
    (change_and_percentage_exchanged, "did_emergency_admissions", "implied_baseline"),
    (headings_exchanged, "ki_surveys", "header"),
    (star_forgotten, "did_emergency_admissions", "stars"),
    (comparison_and_wave_exchanged, "did_emergency_admissions", "smaller_than_comparison"),
    (wrong_year, "objectives_importance", "survey_years"),
    (wrong_year_in_one_row, "ki_surveys", "fieldwork_months"),
    (wrong_year_of_an_event, "timeline", "dates_fit_words"),
    (month_without_its_last_day, "timeline", "dates_fit_precision"),
    (share_of_no_whole_number, "objectives_importance", "shares_are_counts"),
    (share_of_another_whole_number, "objectives_importance", "all_from_groups"),
    (base_of_the_other_year, "objectives_importance", "importance_bases"),
    (row_of_shares_not_100, "objectives_progress", "shares_add_to_100"),
    (silent_correction_of_the_known_exception, "objectives_progress", "shares_add_to_100"),
    (digit_lost_in_a_count, "early_interviews", "interview_totals"),
    (counts_of_two_groups_exchanged, "ki_respondents", "groups_add_up"),
    (participants_mistyped, "ki_surveys", "response_rates"),
    (site_unknown, "site_initiatives", "foreign_keys"),
    (period_one_month_too_long, "admission_periods", "months_of_periods"),
    (word_changed_in_a_quotation, "pilot_comparison", "same_as_second"),
    (sentence_lost, "pilot_programmes", "same_sentences"),
    (finding_lost, "mdt_findings", "numbered_bullets"),
    (finding_of_a_bullet_that_is_not_there, "evaluation_findings", "located_bullets"),
    (windows_line_ends, "barriers", "file_bytes"),
    (byte_order_mark, "barriers", "file_bytes"),
    (last_newline_lost, "barriers", "file_bytes"),
    (another_encoding, "ki_surveys", "file_bytes"),
    (quotes_around_everything, "admission_rates", "plain_csv"),
    (events_out_of_order, "timeline", "dates_in_order"),
    (teams_mistyped, "mdt_sites", "eleven_teams"),
    (event_lost, "timeline", "inventory_dates"),
    (launch_in_another_year, "pilot_programmes", "launch_in_words"),
    (locator_of_the_next_bullet, "programme_statements", "located_number"),
    (locator_without_its_source, "evaluation_findings", "locators"),
    (group_of_ccgs_mistyped, "published_estimates", "number_of_ccgs"),
    (label_of_the_next_objective, "objectives_progress", "one_label_each"),
    (p_value_with_a_digit_too_many, "published_estimates", "p_values_fit_slide"),
    (pilots_of_a_wave_mistyped, "pilot_programmes", "pilots_of_waves"),
    (base_larger_than_the_survey, "objectives_progress", "progress_bases"),
    (estimates_of_two_groups_exchanged, "published_estimates", "rises_fit_rates"),
    (number_left_out_of_a_list, "pilot_comparison", "running_numbers"),
    (site_not_surveyed, "site_initiatives", "sites_of_2018"),
    (fieldwork_a_year_too_late, "mdt_studies", "studies_on_timeline"),
    (teams_of_a_study_mistyped, "mdt_studies", "teams_of_studies"),
    (estimate_in_the_p_value_column, "published_estimates", "estimate_or_test"),
    (tick_lost, "site_initiatives", "ticks"),
    (verdict_typed_in, "published_claims", "worked_out"),
    (published_value_mistyped, "published_claims", "same_as_second"),
    (claim_left_out, "published_claims", "claims_of_sources"),
    (wave_of_a_site_mistyped, "sites", "waves"),
    (work_package_mistyped, "work_packages", "work_package_bullets"),
    (year_of_a_publication_mistyped, "publications", "years_in_keys"),
    (citation_of_another_year, "mdt_studies", "years_of_citations"),
]
"""What is planted, in which table, and the check that must find it."""
