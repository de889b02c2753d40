"""Reads exported calendars as icalendar and recurring-ical-events do, and compares when their meetings are.

usage: expand.py FOLDER, with NAME.ics and NAME.json ({uid: [instant, …]}) as the example icswrite puts them there.
"""

import datetime
import json
import pathlib
import sys

import icalendar
import recurring_ical_events

UTC = datetime.timezone.utc


def starts(calendar, wanted):
    last = datetime.datetime.fromisoformat(max(wanted)) + datetime.timedelta(days=2)
    found = {}
    for event in recurring_ical_events.of(calendar).between(datetime.datetime(2026, 1, 1, tzinfo=UTC), last):
        start = event["DTSTART"].dt.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        found.setdefault(str(event["UID"]), []).append(start)
    return {uid: sorted(all_of_it) for uid, all_of_it in found.items()}


def main():
    compared = differing = 0
    for path in sorted(pathlib.Path(sys.argv[1]).glob("*.ics")):
        expected = json.loads(path.with_suffix(".json").read_text())
        calendar = icalendar.Calendar.from_ical(path.read_bytes())
        found = starts(calendar, [start for all_of_it in expected.values() for start in all_of_it])
        for uid, wanted in expected.items():
            read = found.get(uid, [])[: len(wanted)]
            compared += 1
            if read != wanted:
                differing += 1
                first = next((pair for pair in zip(wanted, read) if pair[0] != pair[1]), (wanted[-1], "fewer"))
                print(f"{path.name}: {uid}: ours {first[0]}, theirs {first[1]}")
    print(f"icalendar: {compared} series read, {differing} otherwise than we do")
    return 1 if differing or not compared else 0


sys.exit(main())
