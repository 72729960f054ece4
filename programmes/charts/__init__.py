"""Charts: pure functions from a queryset to what is drawn and to the table beside it, never from a request.

`timeline` decides what a page of the timeline holds, `timeline_rows` what one programme's row says, and `spans`, which
knows nothing of the database, which stretch of days may be drawn as certain, uncertain or planned.
"""
