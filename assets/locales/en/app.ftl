# The words of Cairn in English, for the screens, the tray and the notifications.
# Second person, present tense, no exclamation marks, no blame. One section for each feature; add yours at the end,
# its errors under the heading of the errors. A test fails when an id is missing or unused.

## shell
app-name = Cairn
navigation = Main
breadcrumb = Breadcrumb
people = Mentorships
place-today = Today
place-calendar = Calendar
place-goals = Goals
place-library = Library
place-mentorships = Mentorships
place-session = Session
place-search = Search
place-settings = Settings
something-waits = Something waits
search-button = Find or do anything
share-safe = Share-safe
share-safe-command = Share-safe: hide what only you can see
skip-to-content = Skip to the page
screen-failed = This page could not be opened.
screen-failed-fix = Try again
loading = Working…

## common
saved = Saved
saving = Saving…
not-saved = Not saved yet
only-you = Only you
only-you-sheet = Private, only you
stays-on-your-devices = Stays on your devices
shared-with = Shared with { $names }
close = Close
cancel = Cancel
done = Done
copy = Copy
copied = Copied
undo = Undo
undo-done = Undone: { $what }
undo-partly =
    { $count ->
        [one] Undone: { $what }. One thing stays, because somebody else changed it since.
       *[other] Undone: { $what }. { $count } things stay, because somebody else changed them since.
    }
undo-nothing = There is nothing to undo.
redo-done = Done again: { $what }
redo-partly =
    { $count ->
        [one] Done again: { $what }. One thing stays, because somebody else changed it since.
       *[other] Done again: { $what }. { $count } things stay, because somebody else changed them since.
    }
redo-nothing = There is nothing to do again.
more = More
done-task = Done: { $title }
characters = { $used } of { $most } characters
optional = optional
no-match = Nothing found for “{ $query }”.
group-of =
    { $count ->
        [one] Group of one
       *[other] Group of { $count }
    }
dismiss = Dismiss
toasts = What was just done
write = Write
read = Read

## keys
keys-title = Keys on this screen
keys-everywhere = Find or do anything
keys-undo = Undo
keys-redo = Do it again
keys-help = Show the keys
key-done = done
key-snooze = snooze
key-new = new
key-move = move
key-open = open
key-close = close

## palette
palette = Find or do anything
palette-found = Found on this computer
palette-do = Do
palette-all =
    { $count ->
        [one] the one found
       *[other] all { $count } found
    }
palette-nothing = Nothing found. Try fewer letters, or another word.
palette-action = New action
palette-action-of = New action “{ $text }”
palette-action-added = Added to your actions, only you see it
palette-goal = New goal
palette-plan = Plan a session with { $name }
palette-find-time = Find a time with { $name }
palette-backup = Back up now
palette-backed-up = Backed up
palette-settings = Settings: { $section }

palette-go = Go to { $place }

## chart
chart = Chart
chart-view = How to show it
chart-toggle = Chart or table
number = { $value }
table = Table
chart-target = Target line
chart-today = Today
chart-when = When
chart-value = Value
chart-on-target = Target
chart-confidence = Confidence
chart-confidence-long = Confidence at each check-in, 1 to 5
chart-comment = Comment

## cairn
cairn-stones =
    { $laid ->
        [0] A cairn without stones yet; { $ahead } to come
        [one] A cairn of one stone; { $ahead } to come
       *[other] A cairn of { $laid } stones; { $ahead } to come
    }
clock-now = Now { $time }
zone-placeholder = City or country

## dates and times (said by Rust)
weekday-1 = Monday
weekday-1-short = Mon
weekday-2 = Tuesday
weekday-2-short = Tue
weekday-3 = Wednesday
weekday-3-short = Wed
weekday-4 = Thursday
weekday-4-short = Thu
weekday-5 = Friday
weekday-5-short = Fri
weekday-6 = Saturday
weekday-6-short = Sat
weekday-7 = Sunday
weekday-7-short = Sun
month-1 = January
month-1-short = Jan
month-2 = February
month-2-short = Feb
month-3 = March
month-3-short = Mar
month-4 = April
month-4-short = Apr
month-5 = May
month-5-short = May
month-6 = June
month-6-short = Jun
month-7 = July
month-7-short = Jul
month-8 = August
month-8-short = Aug
month-9 = September
month-9-short = Sep
month-10 = October
month-10-short = Oct
month-11 = November
month-11-short = Nov
month-12 = December
month-12-short = Dec
day-today = today
day-tomorrow = tomorrow
day-yesterday = yesterday
length-days = { $count } days
length-hours = { $hours } h
length-hours-minutes = { $hours } h { $minutes } min
length-minutes = { $count } min

## clocks (said by Rust)
clock-you = You
clock-label = { $name }, in { $place }
clock-label-day = { $name }, { $day } in { $place }
clock-unknown-zone = unknown time zone { $zone }
clock-gap = { $asked } does not exist that day in { $place }; the meeting is at { $time }.
clock-older-rules = Some calendars still use older rules for { $place } and will show { $time }.
clock-fold = { $asked } comes twice that day in { $place }; the meeting is at the first of the two.
distance-in = in { $length }
distance-so-far = { $length } so far
distance-ago = { $length } ago

## reminders
reminders-coming = Coming
reminders-coming-none = No reminders are waiting
reminders-coming-none-text = Plan a session, and Cairn reminds you before it begins.
reminders-all = All { $count } reminders
reminders-shown = Shown
reminder-missed = missed
reminder-dismiss = Done with the reminder of { $name }

## reminders (said by Rust)
reminder-open = Open
reminder-snooze = In 10 minutes
reminder-log = Log it
reminders-missed =
    { $count ->
        [one] You missed one reminder while Cairn was asleep
       *[other] You missed { $count } reminders while Cairn was asleep
    }
reminders-missed-more = They are listed under Reminders.
reminders-many = { $count } reminders at once
reminder-of-goal =
    { $days ->
        [0] Today is the last day for “{ $title }”
        [1] Tomorrow is the last day for “{ $title }”
       *[other] “{ $title }” is to be reached in { $days } days
    }
reminder-of-milestone =
    { $days ->
        [0] “{ $title }” is meant for today
        [1] “{ $title }” is meant for tomorrow
       *[other] “{ $title }” is meant to be reached in { $days } days
    }
reminder-of-action =
    { $days ->
        [0] “{ $title }” is due today
        [1] “{ $title }” is due tomorrow
       *[other] “{ $title }” is due in { $days } days
    }
reminder-of-agreement =
    { $days ->
        [0] Today you meant to look again at what you agreed: { $title }
        [1] Tomorrow you meant to look again at what you agreed: { $title }
       *[other] In { $days } days you meant to look again at what you agreed: { $title }
    }
reminder-of-private =
    { $days ->
        [0] Something private is due today
        [1] Something private is due tomorrow
       *[other] Something private is due in { $days } days
    }
reminder-of-shift = A meeting comes at another time
reminder-about-goal = Goal · last day { $date }
reminder-about-milestone = Milestone · meant for { $date }
reminder-about-action = Action · due { $date }
reminder-about-agreement = Agreement · to look at again { $date }

## alerts about times
alert-open = Open the session
alert-dismiss = Put away: { $title }

## alerts about times (said by Rust)
alert-shift = Your meetings with { $names } come at another time
alert-rules =
    { $count ->
        [one] { $places } changed the rules of { $zones ->
            [one] its
           *[other] their
        } clocks: one session moves
       *[other] { $places } changed the rules of { $zones ->
            [one] its
           *[other] their
        } clocks: { $count } sessions move
    }
alert-rules-yours = With { $names }, from { $date }: { $wall } in { $place } stays, for you { $after } instead of { $before }.
alert-rules-theirs = From { $date }: { $wall } in { $place } stays, for { $name } { $after } instead of { $before }.
shift-yours = From { $from } you meet { $names } at { $after }, not { $before }: { $cause }.
shift-yours-until = From { $from } to { $to } you meet { $names } at { $after }, not { $before }: { $cause }.
shift-theirs = From { $from } it is { $after } for { $name }, not { $before }: { $cause }.
shift-theirs-until = From { $from } to { $to } it is { $after } for { $name }, not { $before }: { $cause }.
shift-time-day = { $time } on { $day }
shift-cause-yours = your clocks change
shift-cause-place = clocks in { $place } change
shift-cause-places = clocks in { $place } and { $other } change
shift-cause-both = your clocks change, and those in { $place } too
shift-outside-yours = { $time } is outside your hours.
shift-outside-theirs = { $time } is outside the hours { $name } gave.

## search
kinds = Kind
kinds-all = Everything
kinds-session = Sessions
kinds-note = Notes
kinds-goal = Goals
kinds-action-item = Actions
kinds-resource = Library
kinds-message = Messages
kind-session = Session
kind-note = Note
kind-goal = Goal
kind-action-item = Action
kind-resource = Library
kind-milestone = Milestone
kind-check-in = Check-in
kind-agenda-item = Agenda
kind-series = Series
kind-mentorship = Mentorship
kind-member = Person
kind-journal-entry = Journal
kind-message = Message
kind-thank-you-card = Thank-you card
search-count =
    { $count ->
        [0] Nothing found
        [one] One found
       *[other] { $count } found
    }
search-start = Find what was said, planned or written
search-start-text = Sessions, goals, notes, actions, the library: all that you may read, on this computer.
search-start-example = For example: survival, or the beginning of a word you remember.
search-none-text = Try fewer letters, or another word. Capitals and accents do not matter.

## calendar (said by Rust)
calendar-clocks-forward = { $place }: clocks go forward { $length }, from { $time } to { $then }
calendar-clocks-back = { $place }: clocks go back { $length }, from { $time } to { $then }
calendar-day-after = +1 day
calendar-day-before = −1 day
calendar-day-missing = There is no { $date } in { $place }
calendar-same-time = the same time
calendar-ahead = { $hours } h ahead
calendar-behind = { $hours } h behind
calendar-hours = { $from } to { $to }
calendar-meeting = { $time } { $name }: { $when }
calendar-outside-yours = Outside your own hours.
calendar-second-time = { $time } comes twice that day in { $place }; the meeting is at the second of the two.
calendar-shift-forward = { $place }’s clocks go forward
calendar-shift-back = { $place }’s clocks go back
calendar-shift-several = Clocks change: { $place }
calendar-shift-when = On { $date }, from { $time } to { $then }.
calendar-shift-stays = { $place }’s stay.
calendar-shift-none = None of your series comes at another time for it.
calendar-shift-days = { $value }s
calendar-shift-to = to { $value }
calendar-shift-from = from { $value }
calendar-shift-outside =
    { $which ->
        [before] { $time } is before the hours { $name } gave.
        [after] { $time } is after the hours { $name } gave.
       *[outside] { $time } is outside the hours { $name } gave.
    }
calendar-shift-outside-yours =
    { $which ->
        [before] { $time } is before your own hours.
        [after] { $time } is after your own hours.
       *[outside] { $time } is outside your own hours.
    }
calendar-shift-theirs =
    { $pronoun ->
        [she] Her { $theirs } would be your { $mine }.
        [he] His { $theirs } would be your { $mine }.
        [they] Their { $theirs } would be your { $mine }.
       *[name] { $name }’s { $theirs } would be your { $mine }.
    }
calendar-shift-yours = Your { $mine } would be { $theirs } for { $name }.
calendar-shift-keep = Keep { $value }
calendar-shift-suggest = Suggest { $value }

## calendar
calendar-view = How to show it
calendar-view-day = Day
calendar-view-week = Week
calendar-view-month = Month
calendar-view-agenda = Agenda
calendar-today = Today
calendar-next = Next
calendar-before = Before
calendar-second-clock = Second clock
calendar-outside-mine = Outside your hours
calendar-outside-other = Outside { $name }’s
calendar-hours-show = Show { $hours }
calendar-hours-fold = Fold { $hours }
calendar-becomes = becomes
calendar-nothing = Nothing planned
calendar-without-time =
    { $count ->
        [one] 1 session with { $name } has no known time
       *[other] { $count } sessions with { $name } have no known time
    }
calendar-agenda-empty = Nothing in these four weeks
calendar-agenda-empty-text = Sessions stand here on every clock, and days on which a clock changes.
calendar-more =
    { $count ->
        [one] 1 more
       *[other] { $count } more
    }
calendar-change = What changes on { $day }
calendar-new = New session
calendar-new-with = With whom
calendar-new-next = Choose when
calendar-pick-up = Move the session in focus
calendar-picked-up = { $name } is picked up. Arrows move it, with Shift by an hour; Enter puts it down, Escape leaves it where it was.
calendar-left = It stays where it was.
calendar-put-down = Put it down
calendar-leave = Leave it where it was
calendar-carry = Move it
calendar-move-title = Move the session with { $name }
calendar-scope = How much to move
calendar-scope-one = Only this one
calendar-scope-following = This and all after it
calendar-scope-all = All to come
calendar-move = Move it

## calendar files (said by Rust)
act-calendar-take = A calendar file is taken in
calendar-pick-file = Choose a calendar file
calendar-pick-where = Where to write the calendar file
calendar-all-day = { $date }, all day
calendar-on-clock = { $time } in { $place }
calendar-repeats-in = { $rule } in { $place }
calendar-zone-unknown = Its time zone “{ $name }” is not known here
calendar-asks-zone-unknown = The file names a time zone that nobody knows: “{ $name }”. Say which one it is, or those times stay open.
calendar-asks-zone-floating = Some times in this file name no time zone. They are read on this clock.
calendar-left-out-no-start = It does not say when it starts.
calendar-left-out-bad-start = Its start cannot be read: { $value }
calendar-left-out-too-long = It lasts longer than a day.
calendar-left-out-out-of-range = It is before the year 1900 or after 2200.
calendar-left-out-property-too-long = { $value } is longer than any calendar writes.
calendar-left-out-several-rules = It repeats by more than one rule.
calendar-left-out-bad-occurrence = It changes a session that cannot be told: { $value }
calendar-left-out-this-and-future = It changes all later sessions at once, which Cairn does not take in.
calendar-left-out-not-an-invitation = It is an answer or a question about a meeting ({ $value }), not the meeting.
calendar-left-out-superseded = The file has a newer version of it.
calendar-left-out-unfinished = The file ends in the middle of it.
calendar-left-out-too-many-dates = It has more single dates than Cairn takes in.
calendar-left-out-too-many-bad-rules = Too many rules in this file never come true.
calendar-left-out-never-occurs = Its rule never comes true.
calendar-left-out-rule = It repeats in a way that Cairn does not follow ({ $value }).
calendar-notice-latin1 = The file is not in UTF-8; it was read as Latin-1.
calendar-notice-no-calendar = The file holds events without a calendar around them.
calendar-notice-missing-end = The end of { $value } is missing.
calendar-notice-stray-end = There is an end of { $value } without a beginning.
calendar-notice-bad-line = This line is none that a calendar has.
calendar-notice-property-too-long = { $value } is too long, and was not read.
calendar-notice-bad-end = The end cannot be, so it was read without one: { $value }
calendar-notice-bad-exdate = A date to leave out cannot be read: { $value }
calendar-notice-bad-rdate = A date to add cannot be read: { $value }
calendar-notice-until-before-start = It ends before it starts, so it was read as one session: { $value }
calendar-notice-zone-matched = The file describes a time zone of its own, which runs as one that is known: { $value }
calendar-notice-zone-kept = The file describes a time zone of its own, which is kept as it is: { $value }
calendar-notice-zone-unknown = Nobody knows this time zone: { $value }
calendar-notice-zone-definition-differs = The file has other rules for { $value } than are in force. Those in force are followed.

## calendar files
calendar-import = Import a calendar file…
calendar-export = Export a calendar file…
calendar-export-of = Export the sessions with { $name } for a calendar…
calendar-exported =
    { $left ->
        [0] Written to { $name }. Nothing private is in it.
        [one] Written to { $name }, without one whose time zone or rule cannot be read here. Nothing private is in it.
       *[other] Written to { $name }, without { $left } whose time zone or rule cannot be read here. Nothing private is in it.
    }
calendar-drop = Drop the file here. You see what is in it first.
calendar-file-title = From { $name }
calendar-where = Where new sessions go
calendar-where-choose = Choose a mentorship
calendar-zone = Time zone of those times
calendar-items = In the file
calendar-fate-new = New
calendar-fate-update = Changed
calendar-fate-call-off = Called off
calendar-fate-same = Here already
calendar-fate-older = Changed here since
calendar-fate-unknown = Not here
calendar-call-off-keeps = Notes and agenda stay.
calendar-line = line { $line }
calendar-untitled = Without a title
calendar-file-nothing = Nothing in this file can be taken in.
calendar-left-out =
    { $count ->
        [one] One is left out
       *[other] { $count } are left out
    }
calendar-notices =
    { $count ->
        [one] One thing was read otherwise than it was written
       *[other] { $count } things were read otherwise than they were written
    }
calendar-take =
    { $count ->
        [0] Take in
        [one] Take in one
       *[other] Take in { $count }
    }
calendar-taken =
    { $count ->
        [one] One session from { $name } is in
       *[other] { $count } sessions from { $name } are in
    }
palette-import-words = ics invitation calendar

## search (said by Rust)
found-in-session = session of { $date }

## acts (said by Rust, after an undo)
act-something = Your last change
act-restored = Brought back

act-version-restored = Brought back an earlier version

## history
history-title = Earlier versions
history-private = Earlier versions of your private note
history-shared = Earlier versions of the shared note

history-none = Nothing has been changed here yet.
history-stands = Now
history-restore = Bring this back
history-restored = Brought back
history-elsewhere = on another device
history-concurrent = Written at the same time as the other
history-empty = Empty
field-text = Text
field-title = Title
field-specific = Specific
field-attainable = Attainable
field-relevant = Relevant
field-next-step = Next step
field-description = Description
field-purpose = Purpose
field-plan-if = If
field-plan-then = Then
field-comment = Comment
field-author = Author
field-other = Detail
deleted-title = Recently deleted
deleted-none = Nothing was deleted in the last 30 days.
deleted-none-text = What you delete stays here for 30 days, and can be brought back.
deleted-on = Deleted { $on }, kept until { $until }
deleted-restore = Bring back
recovered-title = Written in something others had deleted
recovered-about = You wrote this before this computer heard that it was deleted. Copy it to where you want to keep it.
recovered-line = { $kind }, deleted by others. Your words are kept until { $until }.
recovered-copy = Copy
recovered-copied = Copied
deleted-restored = “{ $title }” is back

## zones (said by Rust)
zone-now = It is { $time } on { $date }.
zone-now-for = It is { $time } on { $date } for { $name }.
zone-clocks-back = Your clocks go back { $length } on { $date }.
zone-clocks-forward = Your clocks go forward { $length } on { $date }.
zone-same = { $name } has the same time as you.
zone-ahead = { $name } is { $hours } hours ahead.
zone-behind = { $name } is { $hours } hours behind.
zone-same-until =
    { $direction ->
        [ahead] { $name } has the same time as you, and is { $then } hours ahead from { $date }.
       *[behind] { $name } has the same time as you, and is { $then } hours behind from { $date }.
    }
zone-ahead-until =
    { $direction ->
        [same] { $name } is { $hours } hours ahead, and has the same time as you from { $date }.
        [behind] { $name } is { $hours } hours ahead, and { $then } behind from { $date }.
       *[ahead] { $name } is { $hours } hours ahead, and { $then } from { $date }.
    }
zone-behind-until =
    { $direction ->
        [same] { $name } is { $hours } hours behind, and has the same time as you from { $date }.
        [ahead] { $name } is { $hours } hours behind, and { $then } ahead from { $date }.
       *[behind] { $name } is { $hours } hours behind, and { $then } from { $date }.
    }

## sessions (said by Rust)
reading-mine = { $date }, { $time } for you
reading-other = { $time } for { $name }
reading-other-day = { $day } { $time } for { $name }
reading-past = That has passed already.
reading-outside-hours = Outside the hours that { $names } gave.
session-ahead = Planned, { $distance }
session-live = In session, { $length }
session-over = Over, not logged yet
session-held = Held, { $length }
session-missed = Missed
session-missed-by = Missed by { $who }
session-cancelled = Called off
session-cancelled-by = Called off by { $who }
session-by-you = you
session-with = Session with { $names }
session-moved-from = Moved from { $date }, { $time }
names-and = { $first } and { $last }
agenda-carried =
    { $count ->
        [0] From { $date }
        [1] From { $date }
        [2] From { $date }, moved twice
       *[other] From { $date }, moved { $count } times
    }
plan-clock-mine = Yours, in { $place }
plan-clock-of = { $name }’s, in { $place }
series-weekly =
    { $every ->
        [1] Every { $day } at { $time }
        [2] Every other { $day } at { $time }
       *[other] Every { $every } weeks on { $day } at { $time }
    }
series-monthly =
    { $nth ->
        [1] The first { $day } of the month at { $time }
        [2] The second { $day } of the month at { $time }
        [3] The third { $day } of the month at { $time }
        [4] The fourth { $day } of the month at { $time }
       *[other] The last { $day } of the month at { $time }
    }
series-other = Again and again, first on a { $day } at { $time }
series-from-to = { $from } to { $to }
series-gap = { $date }: { $asked } does not exist that day in { $place }; the session is at { $time }.
series-fold = { $date }: { $asked } comes twice that day in { $place }; the session is at the first of the two.
series-until = until { $date }
series-clock-mine = on your clock, in { $place }
series-clock-of = on { $name }’s clock, in { $place }
series-clock-place = on the clock of { $place }
log-next-series = from the series
log-next-planned = planned already
log-next-week = the same time next week

## the first minute
first-title = Your first minute
first-count =
    { $count ->
        [4] Four answers. You can change all of them later.
       *[other] Five answers. You can change all of them later.
    }
first-promise = What you share,
first-promise-2 = and what is only yours
first-about = One place for a mentorship: sessions on both clocks, goals, and notes that nobody else can ever read.
first-fact-here = Stays on this computer, encrypted
first-fact-offline = Works without a network, for ever
first-fact-account = No account
first-cairn =
    { $laid ->
        [0] A cairn about to be begun
        [one] A cairn of one stone, another about to be laid
        [4] A cairn of four stones
       *[other] A cairn of { $laid } stones, another about to be laid
    }
first-name = What do people call you?
first-zone = Where does your clock run?
first-zone-found = found on this computer
first-role = What brings you here?
first-role-mentee = I have a mentor
    .help = Or will soon have one
first-role-mentor = I mentor
    .help = One person or several
first-role-coordinator = I run a program
    .help = Matching and surveys
first-mentor = Who is your mentor?
first-mentee = Whom do you mentor?
first-other-name = Name
first-other-zone = Where their clock runs
first-other-later = You can leave this empty and add somebody later.
first-they = them
first-coordinator = A program lives on a server that you or your organisation runs. You can begin with the people you know.
first-passphrase = Which passphrase opens Cairn?
first-passphrase-absent = This computer has no keychain that could keep the key, so Cairn asks for it each time. 8 characters or more.
first-passphrase-locked = This computer’s keychain is locked. Unlock it and look again, or choose a passphrase of 8 characters or more.
first-passphrase-gone = 8 characters or more.
first-keychain-again = Look at the keychain again
first-start = Start
first-start-with = Start with { $name }
first-example = Look around with an example
first-elsewhere = I use Cairn on another computer
first-invited = I have an invite link
    .help = You paste it after this, and the other person comes with it.
example-bar = Example
example-note = You are looking around in an example. Nothing you do here is kept.
example-leave = Start your own

## the recovery code
recovery-title = Your recovery code
recovery-why = It opens Cairn when your passphrase is forgotten or this computer’s keychain is gone. Nobody else has a copy, so write it down and keep it in a drawer.
recovery-code = Recovery code
recovery-copy = Copy
recovery-copied = Copied
recovery-keep = Save to print…
recovery-kept = Saved as { $file }
recovery-written = I have written it down
recovery-later = Later
recovery-later-help = You find a new one in Settings, under Security.

## locking
lock-title = Cairn is locked
lock-now = Lock Cairn
lock-kept = All you wrote is here, encrypted.
lock-open = Open
lock-open-passphrase = Unlock
lock-open-code = Unlock with the code
lock-passphrase = Passphrase
lock-code = Recovery code
lock-code-help = Eight groups of five. Capitals and hyphens do not matter.
lock-use-code = Use the recovery code
lock-not-code = Do it another way
lock-again = Try again
lock-keychain-absent = This computer’s keychain cannot be reached.
    .fix = It usually starts with your login. Try again, or open with what you have on paper or in your head.
lock-keychain-locked = This computer’s keychain is locked.
    .fix = It opens with the password of your login, and Cairn opens with it.
lock-keychain-gone = The key is no longer in this computer’s keychain.
    .fix = Open another way: the keychain then gets a new key.
lock-keychain-ask = Unlock the keychain
lock-keychain-renewed = This computer’s keychain has a key for Cairn again.
secret-show = Show
secret-hide = Hide

## trouble
trouble-title = Cairn cannot open your profile
trouble-use-keys = Use the key file from the newest backup
trouble-again = Try again
trouble-backups = Go back to a backup
trouble-folder = Everything lies in { $folder }

## settings
settings-sections = Sections
settings-you = You
settings-look = Look
settings-reminders = Reminders
settings-sync = Sync
settings-security = Security
settings-backups = Backups
settings-deleted = Deleted
settings-computer = This computer
settings-about = About
you-name = Name
you-pronouns = Pronouns
you-pronouns-example = she/her
you-seen = The members of your mentorships see these.
you-zone = Your clock
you-zone-how = Where your clock runs
you-zone-system = With this computer
    .help = It follows you when you travel
you-zone-fixed = In one place
    .help = Whatever this computer says
you-hours = Your hours
you-hours-about = When you can meet, on your own clock. The planner offers times inside of them only. Any other time can be planned by hand, and is marked.
hours-office = Nine to five, Monday to Friday
hours-none = none
hours-add = Add hours on { $day }
hours-from = { $day } from
hours-to = { $day } to
hours-remove = Remove the hours on { $day } from { $from }
look-theme = Light or dark
look-system = As the computer
    .help = It follows your desktop
look-light = Light
look-dark = Dark
look-contrast = Contrast
look-contrast-normal = Normal
look-contrast-more = High
    .help = Text and edges stand out
look-text = Text size
look-text-normal = Normal
look-text-large = Large
    .help = A fifth larger, everywhere
reminders-leads = Before a session
reminders-leads-about = A reminder comes at each of these times. A mentorship can have its own.
reminders-leads-none = No reminders
reminders-lead-add = Add
reminders-lead-choose = Another time…
reminders-lead-remove = Remove: { $lead }
lead-start = When it starts
lead-minutes =
    { $count ->
        [one] One minute before
       *[other] { $count } minutes before
    }
lead-hours =
    { $count ->
        [one] One hour before
       *[other] { $count } hours before
    }
lead-days =
    { $count ->
        [one] One day before
       *[other] { $count } days before
    }
reminders-for = For whom
reminders-for-all = All mentorships
reminders-as-all-about = For { $name } the reminders of all mentorships hold.
reminders-own = Set others
reminders-as-all = Use those of all mentorships again
reminders-days = Days on which something is due
reminders-days-about = Of your own goals, milestones and actions, and of agreements. What is private is not named in a notification.
reminders-days-of-goal = The last day of a goal
reminders-days-of-milestone = The day a milestone is meant for
reminders-days-of-action = The day an action is due
reminders-days-of-agreement = The day to look again at an agreement
reminders-days-at = They come at
reminders-days-none = No reminder
reminders-days-0 = On the day
reminders-days-1 = The day before
reminders-days-1-0 = The day before and on the day
reminders-days-7 = A week before
reminders-days-7-0 = A week before and on the day
reminders-days-7-1-0 = A week before, the day before, on the day
reminders-days-other = { $days } days before
reminders-quiet = Quiet hours
reminders-quiet-on = No reminders in these hours
reminders-quiet-about = What falls into them comes once at their end.
reminders-quiet-from = Quiet from
reminders-quiet-to = Quiet until
security-lock = Lock
security-lock-about = Closes your profile until you unlock it. While it is locked, no reminders come.
security-idle = Lock when nobody is there
security-idle-about = After this long without a key or a click.
security-idle-open = This computer’s keychain opens it again at a click: set a passphrase and stop the keychain to be asked each time.
security-idle-never = Never
security-idle-after =
    { $count ->
        [one] After a minute
       *[other] After { $count } minutes
    }
security-ways = Ways in
security-keychain = This computer’s keychain
security-keychain-on-ready = Cairn opens with your login.
security-keychain-on-locked = It is locked at the moment.
security-keychain-on-absent = It cannot be reached at the moment.
security-keychain-on-gone = It lost its key. Unlocking another way gives it a new one.
security-keychain-off-ready = Cairn asks each time.
security-keychain-off-locked = It is locked. Cairn asks each time.
security-keychain-off-absent = There is none. Cairn asks each time.
security-keychain-off-gone = Cairn asks each time.
security-keychain-start = Open with the keychain
security-keychain-stop = Ask each time
security-keychain-started = Cairn opens with your login from now on.
security-keychain-stopped = Cairn asks for the passphrase from now on.
security-passphrase = Passphrase
security-passphrase-on = It opens Cairn on any computer that has your profile.
security-passphrase-off = There is none.
security-passphrase-set = Set a passphrase
security-passphrase-change = Change the passphrase
security-passphrase-remove = Remove
security-passphrase-remove-title = Remove the passphrase?
security-passphrase-remove-text = Cairn then opens with this computer’s keychain, and with the recovery code.
security-passphrase-present = Present passphrase
security-passphrase-new = New passphrase
security-passphrase-help = 8 characters or more. Four or five words that do not belong together are easy to keep in mind.
security-passphrase-added = The passphrase opens Cairn from now on.
security-passphrase-changed = The passphrase is changed. The old one no longer opens Cairn.
security-passphrase-removed = The passphrase is removed.
security-recovery-about = For the day when keychain and passphrase are both gone.
security-recovery-renew = Make a new code
security-recovery-renew-title = Make a new recovery code?
security-recovery-renew-text = The code you have no longer opens Cairn. It still opens backups made before.
security-example = The example keeps nothing, so there is nothing to lock or to back up.
backups-about = Cairn makes one a day and keeps the last 7 days and 4 weeks. They are encrypted as your profile is, and open with the same keys.
backups-keeps = Going back keeps what is here now as a backup, so that you can return to it.
backups-none = No backups yet
backups-none-text = The first is made within a minute.
backup-now = Back up now
backup-made = Backed up.
backup-stop = Stop
backup-stopped = Stopped. The backups from before are there.
backup-why-regular = { "" }
backup-why-replaced = before going back
backup-why-before_update = before an update
backup-restore = Go back
backup-restore-named = Go back to { $at }
backup-restore-title = Go back to { $at }?
backup-restore-text = What you wrote since then leaves the screen. It is kept as a backup of its own.
backup-restored = You are back at { $at }. What was here is kept as a backup.
computer-about = These settings stay on this computer.
computer-keep-running = Keep running when the window is closed
    .help = So that reminders come. Cairn then waits beside the clock; quit it from there.
computer-login = Start at login
    .help = Cairn starts without a window, for its reminders.
about-version = Version
about-zone-rules = Time zone rules
about-zone-rules-bundled = { $release } (bundled)
about-zone-rules-system = { $release } (system)
about-folder = Your profile lies in
about-promise = Everything works without a network. Nothing leaves this computer.

## opening and settings (said by Rust)
recovery-file-dialog = Keep the recovery code
recovery-file-name = Cairn recovery code.txt
recovery-file =
    The recovery code of Cairn

    { $code }

    It opens your profile when the passphrase is forgotten or this computer’s keychain is gone.
    Print this page, put it into a drawer, and delete the file.
    Whoever has the code and your files can read all of it.
recovery-file-server =
    It also brings back what is on the server, on a new computer. This is where the server is:

    { $server }
act-profile = About you
act-reminder-settings = When to remind

## planner (said by Rust)
planner-term = { $first } to { $last }
planner-sessions =
    { $count ->
        [one] 1 session
       *[other] { $count } sessions
    }
planner-changes = Clocks change { $changes }.
planner-change = on { $date } in { $places }
planner-stretch-day = { $first }
planner-stretch-until = Until { $last }
planner-stretch-two = { $first } and { $last }
planner-stretch-from = From { $first }
planner-day-place = In { $place }, midnight to midnight
planner-no-hours-given = any hour
planner-no-hours-on-day = none that day
planner-busy = Busy
planner-busy-ours = Session
planner-so-far-sessions =
    { $count ->
        [one] 1 session before { $date }
       *[other] { $count } sessions before { $date }
    }
planner-turns = Take turns
planner-turns-each = Take turns, each { $day }
planner-every-time = { $time } every time
planner-or-later = { $clocks }; or as late as { $latest }
planner-same-clock = The same on every clock
planner-shift = From { $date }: { $clocks }
planner-turns-until = { $time } until { $date }
planner-turns-then = then { $time }
planner-turns-many = { $times }, changing { $count } times
planner-block = { $rule }, { $first } to { $last }: { $count } sessions
planner-compare-turns = Taking turns, nobody carries more than { $most }.
planner-compare-fixed =
    At { $time } every time, { $me ->
        [yes] you would carry
       *[no] { $name } would carry
    } { $all ->
        [yes] all { $most }
       *[no] { $most }
    }.
planner-you = you
planner-or = { $first } or { $last }
planner-nobody-who = If { $who } made room, there would be a time.
planner-nobody-any =
    { $count ->
        [one] If any one of several made room, there would be a time.
       *[other] It takes { $count } people who make room.
    }
planner-miss-early =
    { $me ->
        [yes] It begins { $length } before your hours
       *[no] It begins { $length } before { $name }’s hours
    }
planner-miss-late =
    { $me ->
        [yes] It ends { $length } after your hours
       *[no] It ends { $length } after { $name }’s hours
    }
planner-miss-busy =
    { $me ->
        [yes] You are busy for { $length } of it
       *[no] { $name } is busy for { $length } of it
    }
planner-miss-hours =
    { $me ->
        [yes] You give no hours near it
       *[no] { $name } gives no hours near it
    }
planner-miss-always = , every time.
planner-miss-dates = , on { $dates }.
planner-miss-some = , on { $count } of { $all } dates, first on { $first }.

## session (screens)
you = You
add = Add
delete = Delete
notes = Notes
sessions = Sessions
join = Join
prepare = Prepare
wrap-up = Wrap up
wrap-up-again = Change the log
agenda = Agenda
agenda-new = New on the agenda
agenda-example = What do you want to talk about?
agenda-edit = Word it anew
agenda-up = Move up
agenda-down = Move down
agenda-delete = Take off the agenda
agenda-acts = More for “{ $title }”
agenda-discussed = Discussed: { $title }
agenda-deleted = “{ $title }” is off the agenda.
agenda-empty = Nothing yet. Press a to add the first thing to talk about.
key-agenda = add to the agenda
key-action = new action
note-shared = Shared notes
note-private = Private notes
note-shared-empty = What you both want to remember
note-private-empty = Only you read this
note-nothing = Nothing written yet.
excerpt = Share an excerpt…
excerpt-title = Share an excerpt
excerpt-text = This is copied to the end of the notes you share with { $names }. Your private note stays as it is.
excerpt-which = How much
excerpt-selection = What I selected
excerpt-all = The whole note
excerpt-exact = The exact text
excerpt-nothing = There is nothing in your private note yet.
excerpt-details = There are contact details in it: { $details }.
excerpt-keep = Keep it private
excerpt-share = Share with { $names }
excerpt-shared = Copied to what { $names } reads.
sheet-front = Which sheet is in front
session-title = Title of the session
session-more = More for this session
session-around = Other sessions
session-previous = The session before
session-next = The session after
session-move = Move…
session-link = Where to meet…
session-cancel = Call it off
session-skip = Skip this one
session-delete = Delete this session
session-move-title = Move { $date }
session-move-when = New time
session-move-now = Now { $date }, { $span }
session-move-scope = What to move
session-move-one = Only this one
session-move-all = This and all after it
session-move-confirm = Move it
session-move-all-confirm = Move them
session-moved = Moved.
session-link-label = Link for this session
session-link-help = Empty: where the mentorship always meets.
session-link-example = https://meet.example.org/cairn
session-link-save = Use this link
session-cancel-title = Call off { $date }
session-cancel-who = Who calls it off?
session-cancel-text = It stays in the list as called off. What is still on the agenda goes to the next session.
session-keep = Keep it
session-cancelled-done = Called off.
session-skipped = { $date } is skipped.
session-deleted = The session on { $date } is deleted.
session-planned = The session is planned.
items-carried =
    { $count ->
        [one] One thing on the agenda goes to the next session.
       *[other] { $count } things on the agenda go to the next session.
    }
series-planned = The sessions are planned.
year-show = Next 12 months
year-summary =
    { $count ->
        [one] One session in the next 12 months, { $clock }
       *[other] { $count } sessions in the next 12 months, { $clock }
    }
year-caption = The next { $count } sessions on everybody’s clock
year-dates = From … to
year-sessions = Sessions
year-outside = outside of hours
year-outside-legend = Outside the hours this person gave
year-changed = , changed
series-changed = The series goes on like this from here.
series-end = End the series here…
series-end-title = End the series
series-end-text = There are no more sessions from { $date } on. Those before it stay, with all that is written about them.
series-end-confirm = End it before { $date }
series-ended = The series is ended.
plan = Plan a session
plan-title = Plan a session with { $names }
plan-when = When
plan-when-example = tue 16:00
plan-when-help = Such as tue 16:00, 24 nov 8 pm, in 2 weeks at 9:30
plan-needs-date = Write when you want to meet.
plan-repeat = Repeat
repeat-once = Once
repeat-weekly = Weekly
repeat-fortnightly = Every other week
repeat-monthly = Monthly
plan-until = The last one is on { $date } or before
plan-clock = On whose clock
plan-clock-series = Whose clock it follows
plan-clock-help = When clocks change, the time stays the same on this one.
plan-minutes = Minutes
plan-about = What it is about
plan-about-example = Survival curves, then the Results section
plan-link = Where to meet
plan-confirm = Plan it
plan-confirm-series = Plan them
log = Log it
log-it = Log
logged = Logged.
log-outcome = What became of it
log-held = We met
log-missed-by = { $name } did not come
log-missed-by-you = You did not come
log-minutes = How many minutes
log-note = Shared notes
log-actions = Actions
log-another = Another action
log-actions-so-far =
    { $count ->
        [one] 1 action so far
       *[other] { $count } actions so far
    }
log-next = Meet again
log-next-unread = Write a date that Cairn can read, or leave it empty.
log-carries =
    { $count ->
        [one] “{ $first }” goes to the next session.
       *[other] “{ $first }” and what else is left of the agenda ({ $count } things) goes to the next session.
    }
prepare-title = Prepare
prepare-last = Notes of { $date }
prepare-no-notes = Nobody wrote anything down that day.
prepare-first = The first session
prepare-first-text = What was written down last time stands here from the second session on.
prepare-actions = Still to be done
prepare-no-actions = Nothing is left to be done.
prepare-goals = Goals due soon
prepare-no-goals = No goal is due within a month.
prepare-done = Ready
sessions-empty = When do you meet?
sessions-empty-text = Plan one session, or all of them at once. Each is shown on both clocks, and says it when a clock changes in between.
sessions-empty-example = Type “tue 20:30”, choose weekly, done.
sessions-upcoming = To come
sessions-without-time = Without a known time zone
sessions-without-time-about = Nobody can say when these are, and no reminder comes. Open one and move it to a clock that is known.
sessions-past = So far
sessions-none-ahead = Nothing is planned.
sessions-open-items =
    { $count ->
        [one] 1 thing to talk about
       *[other] { $count } things to talk about
    }
actions = Actions
actions-of-session = from this session
actions-empty = Nothing to do.
actions-session-empty = What somebody will do after this session stands here.
action-new = New action
action-edit = Change an action
action-text = What
action-text-example = Send the chapter on proportional hazards
action-due = By when
action-due-example = fri, or 24 nov
action-due-short = by when
action-owner = Who
action-goal = For which goal
action-no-goal = No goal
action-private = Only I see it
action-private-help = It stays on your devices.
action-add = Add it
action-save = Keep the change
action-added = The action is added.
action-done = “{ $title }” is done.
action-snoozed = Put off: { $date }.
action-deleted = “{ $title }” is deleted.
act-plan-session = The session is planned
act-rename-session = The title of a session
act-link-session = Where a session meets
act-move-session = A session is moved
act-cancel-session = A session is called off
act-skip-session = A session is skipped
act-log-session = A session is logged
act-take-turns = Sessions that take turns
act-end-series = A series is ended
act-change-series = A series is changed
act-add-agenda-item = Something is on the agenda
act-edit-agenda-item = Something on the agenda
act-tick-agenda-item = Something on the agenda is ticked
act-delete-agenda-item = Something is off the agenda
act-move-agenda-item = The order of the agenda
act-write-private-note = Private notes
act-write-shared-note = Shared notes
act-share-excerpt = An excerpt is shared
act-add-action = An action is added
act-edit-action = An action is changed
act-tick-action = An action is ticked
act-snooze-action = An action is put off
act-delete-action = An action is deleted

## planner (screens)
planner = Find a time
planner-title =
    { $count ->
        [2] A time for the two of you
        [3] A time for the three of you
        [4] A time for the four of you
        [5] A time for the five of you
        [6] A time for the six of you
       *[other] A time for the { $count } of you
    }
planner-minutes = Length
planner-length = { $minutes } minutes
planner-repeat = How often
planner-repeat-once = Once
planner-repeat-weekly = Every week
planner-repeat-fortnightly = Every other week
planner-repeat-monthly = Every month
planner-weekday = On which day
planner-any-day = Any day
planner-between = First and last day: { $term }
planner-term-title = First and last day
planner-first-day = First day
planner-first-day-help = Tomorrow at the earliest.
planner-last-day = Last day
planner-last-day-help = At most a year after the first.
planner-term-confirm = Look again
planner-who =
    { $count ->
        [one] 1 person
       *[other] { $count } people
    }
planner-who-title = Who is to be there
planner-who-help = Up to twelve, you among them.
planner-who-confirm = Count them in
planner-left-out = Not counted in: { $names }.
planner-left-out-why = { $name } ({ $why })
planner-no-hours =
    { $count ->
        [one] { $names } gave no hours, so any time counts as good there.
       *[other] { $names } gave no hours, so any time counts as good for them.
    }
planner-alone = Who is to be there?
planner-alone-text = A time is found between people. Add somebody to this mentorship, or count somebody in.
planner-alone-add = Add a member
planner-parts = Between changes of clocks
planner-day-before = The session before
planner-day-after = The session after
planner-day-label = { $title }, hour by hour for { $names }.
planner-day-common = Everybody can from { $windows }.
planner-day-never = There is no time when everybody can.
planner-clock = { $name } { $time }
planner-clock-misses = { $name } { $time }, which does not suit
planner-day-chosen = Chosen: { $times }.
planner-common = Inside everyone’s hours, { $window }
planner-table-hour = Your hour
planner-hour-outside = outside hours
planner-hour-busy = busy
planner-hour-free = counts { $cost }
planner-chosen-hour = chosen: { $time }
planner-counts = Counts
planner-count-0 = 0, in the day
planner-count-1 = 1, its edges
planner-count-2 = 2, early or evening
planner-count-4 = 4, very early or late
planner-count-10 = 10, night
planner-count-weekend = 3 more at weekends
planner-outside = Outside hours
planner-times = Times, fairest first
planner-most = Most for one
planner-together = Together
planner-order = First by what one person carries at most, then by the sum.
planner-option = { $title }. { $note }. { $most } for one at most, { $together } together.
planner-option-misses = The nearest, but not for everybody
planner-carries = Who carries it
planner-so-far = So far
planner-this = This
planner-carried = { $name } carries { $adds } with this time.
planner-carried-so-far = { $name } has carried { $soFar } so far, and carries { $adds } with this time.
planner-plan = Plan this time…
planner-plan-turns = Plan these { $count } sessions…
planner-plan-miss = Plan it all the same…
planner-nobody = Nobody can
planner-nobody-title = No time suits everybody each time
planner-turns-title = Take turns
planner-turns-text = This is what will be planned, at your own clock’s times. Taking it back takes back all of it.
planner-turns-confirm =
    { $count ->
        [one] Plan 1 session
       *[other] Plan { $count } sessions
    }
planner-turns-done = The sessions are planned.

## goals
delete-named = Delete “{ $name }”
key-edit = Edit
goal-new = New goal
goal-new-lead = Write what you know. Each letter says what it still needs, and nothing stops you.
goal-edit = Edit the words
goal-who-reads = Who reads it
goal-private-help = It stays on your devices. You can share a copy later.
goal-shared-help = Everybody here reads it as you write.
goal-whose = Whose goal it is
goal-mine = { $name } (you)
goal-title = Your goal in a few words
goal-title-example = A first full draft of the paper
goal-specific = What exactly will be there?
goal-specific-example = One text that Ishani can read from beginning to end
goal-measure = How you will tell
goal-by-number = A number
goal-by-milestones = Milestones
goal-baseline-example = 1,200
goal-target-example = 6,000
goal-unit-example = words
goal-attainable-example = Tuesday and Thursday mornings are free
goal-relevant-example = It opens the post I want
goal-due-example = 26 feb, or in 3 months
goal-starts-example = today
goal-smart = SMART
goal-holds = { $holds } of 5 hold
smart-verdict-holds = Holds
smart-verdict-look-again = Look again
smart-verdict-missing = Not answered yet
goal-start = Start this goal
goal-later = Keep as a draft
goal-draft-delete = Delete this draft
goal-deleted = Deleted “{ $title }”.
goal-delete = Delete this goal
goal-delete-about = Its milestones and check-ins go with it. You can undo this, and find it under “Recently deleted” for 30 days.
goals-empty = No goals yet
goals-empty-text = A goal says where you are going and how you will know that you are there. Yours are private until you share them.
goals-empty-example = “A first full draft: from 1,200 to 6,000 words by 26 February.”
goal-count =
    { $count ->
        [one] 1 goal
       *[other] { $count } goals
    }
goal-about = About { $name }
goal-due = { $date }, { $distance }
goal-wants-check-in = Time to check in
goal-copy-with = The copy shared with { $names }
goal-original = Your private goal
goal-resume = Work on it again
goal-pause = Pause
goal-drop = Let go
goal-mark-reached = Mark as reached
goal-now-draft = A draft again.
goal-now-active = Under way.
goal-now-paused = Paused.
goal-now-reached = Reached. Well done.
goal-now-dropped = Let go.
goal-progress-card = Progress
goal-no-numbers = Say where you start and what you want to reach, and the line appears here.
goal-no-stones = Add milestones, and each one that you reach lays a stone.
goal-no-check-ins = No check-in yet. A minute each week is enough.
goal-next-step = Next step
goal-next-step-example = The next small thing to do
goal-if = If
goal-if-example = what may come in the way
goal-then = then
goal-then-example = what you do about it
goal-history = History
goal-levels = Attainment levels
goal-levels-short = GAS
goal-levels-about = Five levels, from much less to much more than expected, say in advance how well it went.
goal-levels-add = Describe the levels
goal-level-0 = Much less than expected
goal-level-1 = Less than expected
goal-level-2 = As expected
goal-level-3 = More than expected
goal-level-4 = Much more than expected
goal-milestones-about = What comes before the goal itself? Each one reached lays a stone.
milestone = Milestone
milestone-new = New milestone
milestone-example = Outline agreed
milestone-add = Add
milestone-plus = Add a milestone
milestone-more = More for { $title }
milestone-reach = Lay its stone
milestone-unreach = Take its stone off
milestone-reword = Reword
milestone-day = Set its day
milestone-day-set = Set it
milestone-day-done = A day for “{ $title }”.
milestone-up = Move up
milestone-down = Move down
milestone-reached-done = A stone for “{ $title }”.
milestone-unreached-done = Not reached: “{ $title }”.
milestone-moved-done = Moved “{ $title }”.
milestone-removed-done = Deleted “{ $title }”.
check-in = Check in
check-in-correct = Correct a check-in
check-in-keep = Keep
check-in-value = How many { $unit } now?
check-in-before = Last: { $value } { $about }
check-in-confidence = How sure are you to reach it?
check-in-confidence-long = Confidence, 1 to 5
check-in-confidence-of = Confidence { $confidence } of 5
check-in-unsure = Not sure
check-in-sure = Sure
check-in-comment = What happened?
check-in-comment-example = Two mornings lost to the grant report
check-in-on = On
check-in-saved = Checked in.
check-in-corrected = Corrected.
check-in-removed = Check-in deleted.
check-in-count =
    { $count ->
        [one] 1 check-in
       *[other] { $count } check-ins
    }
goal-share = Share a copy
goal-share-about = Your private goal stays as it is. The others get a copy of what stands below, and nothing else.
goal-share-with = With whom
goal-share-milestones =
    { $count ->
        [one] The milestone
       *[other] All { $count } milestones
    }
goal-share-check-ins =
    { $count ->
        [one] The check-in with its comment
       *[other] All { $count } check-ins with their comments
    }
goal-share-read = { $names } will read exactly this:
goal-share-contacts = It names { $contacts }. Share it only if you mean to.
goal-share-before = { $names } already reads a copy of this goal. This makes another one.
goal-share-do = Share with { $names }
goal-shared = Shared with { $names }.

## goals (said by Rust)
act-goal-new = A new goal
act-goal-edit = Words of a goal
act-goal-draft = Back to a draft
act-goal-start = A goal started
act-goal-pause = A goal paused
act-goal-reach = A goal reached
act-goal-drop = A goal let go
act-goal-place = Where a goal lives
act-goal-delete = A goal deleted
act-goal-share = A goal shared
act-milestone-add = A milestone
act-milestone-edit = Words of a milestone
act-milestone-reach = A stone laid
act-milestone-unreach = A stone taken off
act-milestone-move = The order of milestones
act-milestone-remove = A milestone removed
act-check-in-add = A check-in
act-check-in-edit = A check-in corrected
act-check-in-remove = A check-in removed
goal-untitled = Untitled goal
goal-in-days = in { $days } days
goal-days-ago = { $days } days ago
goal-cadence-weekly = Check-in every week
goal-cadence-fortnightly = Check-in every two weeks
goal-cadence-monthly = Check-in every month
goal-cadence-as-needed = Check-in when you like
goal-status-draft = Draft
goal-status-active = Under way
goal-status-paused = Paused
goal-status-reached = Reached
goal-status-dropped = Let go
goal-progress = { $value } of { $target }
goal-stones = { $reached } of { $all } stones
goal-of-stones = of { $all } stones
goal-of-target = of { $target } on { $date }
goal-on-day = { $unit } on { $date }
goal-expected = Expected by { $date }
goal-projection = At this pace, { $date }
goal-chart-last = { $amount } on { $date }.
goal-chart-line = The target line goes from { $baseline } on { $start } to { $target } on { $due }.
goal-chart-pace = At the present pace the target is reached on { $date }.
goal-pace-reached = The target is reached.
goal-pace-over = The day was { $date }. What is left: { $left }.
goal-pace-none = { $asked } a week get there by { $date }.
goal-pace-late =
    { $whose ->
        [mine] At your pace, { $given } a week, you finish { $days ->
            [one] a day
           *[other] { $days } days
        } late. At { $asked } you finish on the day.
       *[theirs] At this pace, { $given } a week, it is done { $days ->
            [one] a day
           *[other] { $days } days
        } late. At { $asked } it is done on the day.
    }
goal-pace-on-the-day =
    { $whose ->
        [mine] At your pace, { $given } a week, you finish on the day.
       *[theirs] At this pace, { $given } a week, it is done on the day.
    }
goal-pace-early =
    { $whose ->
        [mine] At your pace, { $given } a week, you finish { $days ->
            [one] a day
           *[other] { $days } days
        } early.
       *[theirs] At this pace, { $given } a week, it is done { $days ->
            [one] a day
           *[other] { $days } days
        } early.
    }
goal-pace-never =
    { $whose ->
        [mine] The last weeks do not lead there. At { $asked } a week you finish on the day.
       *[theirs] The last weeks do not lead there. At { $asked } a week it is done on the day.
    }
milestone-reached = Reached { $date }
milestone-next = Next
milestone-next-due = { $date }, next
goal-milestones = Milestones
goal-check-ins = Check-ins
goal-field-specific = What exactly
goal-field-baseline = From
goal-field-target = To
goal-field-unit = What is counted
goal-field-attainable = Why it can be done
goal-field-relevant = Why it matters
goal-field-starts = First day
goal-field-due = Last day
goal-field-cadence = Rhythm
goal-field-next-step = Next step
goal-field-if = If
goal-field-then = then
goal-share-status = Status: { $status }
goal-share-confidence = Confidence { $confidence } of 5
goal-history-written = First written
goal-history-draft = Back to a draft
goal-history-active = Started
goal-history-paused = Paused
goal-history-reached = Reached
goal-history-dropped = Let go
goal-history-reworded = Reworded
goal-history-due = Moved to { $date }
goal-history-target = Target now { $target }
goal-history-stone =
    { $number ->
        [1] First stone, for { $title }
        [2] Second stone, for { $title }
        [3] Third stone, for { $title }
        [4] Fourth stone, for { $title }
        [5] Fifth stone, for { $title }
        [6] Sixth stone, for { $title }
       *[other] Stone { $number }, for { $title }
    }
smart-specific-initial = S
smart-specific-name = Specific
smart-specific-unsaid = Say what will be there that is not there now.
smart-specific-short = Say a little more: what, for whom, where?
smart-measurable-initial = M
smart-measurable-name = Measurable
smart-measurable-unsaid = Say how you will tell.
smart-attainable-initial = A
smart-attainable-name = Attainable
smart-attainable-unsaid = Say what makes it possible: time, help, a first step already done.
smart-attainable-short = Say a little more about what makes it possible.
smart-relevant-initial = R
smart-relevant-name = Relevant
smart-relevant-unsaid = Say what it opens for you, or for others.
smart-relevant-short = Say a little more about why it matters.
smart-time-bound-initial = T
smart-time-bound-name = Time-bound
smart-time-bound-unsaid = Name the day by which it is done.
smart-vague-degree = “{ $word }” than what? Say from how much to how much.
smart-vague-amount = “{ $word }” could be any number. Say how many.
smart-vague-time = “{ $word }” could be any day. Name one.
smart-vague-doing = “{ $word }” has no end. Say what you will be able to show.
smart-vague-quality = “{ $word }” by whose measure? Say who will tell, and by what.
smart-several = “{ $second }” reads like a second goal. Keep one; the other may be a milestone.
smart-no-baseline = Say where you start: the number today.
smart-no-target = Say the number to reach.
smart-no-unit = Say what is counted, such as words or talks.
smart-not-a-number = Write numbers in figures, such as 1,200.
smart-nothing-changes = Start and target are the same number.
smart-numbers =
    { $milestones ->
        [0] From { $baseline } to { $target }.
        [one] From { $baseline } to { $target }, and a milestone.
       *[other] From { $baseline } to { $target }, and { $milestones } milestones.
    }
smart-few-milestones =
    { $count ->
        [0] Add two milestones or more, or measure by a number.
       *[other] One milestone is the goal itself. Add what comes before it.
    }
smart-milestones = { $count } milestones, each a stone.
smart-asks = Asks for { $amount } a week.
smart-asks-more =
    { $weeks ->
        [one] Asks for { $asked } a week. The last week gave { $given }.
       *[other] Asks for { $asked } a week. The last { $weeks } weeks gave { $given }.
    }
smart-asks-more-none = Asks for { $asked } a week. The last weeks did not move towards it.
smart-pace-suffices = { $amount } a week is enough.
smart-due = { $date }.
smart-due-today = That is today. Choose a day you can still work towards.
smart-due-passed = { $date } is over. Choose a new day, or close the goal.
smart-due-before-start = It starts on { $date }. The last day comes after that.
smart-too-far = More than { $years } years away. Choose the first part that can be done sooner.

## errors
error-bad-arguments = Cairn could not read what this screen asked for. What you wrote is still here.
    .fix = Go back and try again.
error-internal = Something did not work. What you wrote is still here.
    .fix = Try again. If it keeps happening, close Cairn and open it again.
error-not-found = This is not here any more.
    .fix = Look under “Recently deleted”, or undo with Ctrl+Z.
error-locked = Cairn is locked.
    .fix = Unlock it to go on.
error-date-missing = There is no date yet.
    .fix = Write it like tue 16:00, 24 nov or in 2 weeks.
error-date-not-understood = Cairn cannot read “{ $value }” as a date.
    .fix = Write it like tue 16:00, 24 nov or in 2 weeks.
error-date-impossible = There is no “{ $value }”.
    .fix = Write a day that is on the calendar, such as 30 nov.
error-time-impossible = “{ $value }” is not a time of the day.
    .fix = Write it like 16:00 or 4 pm.
error-date-ambiguous = “{ $value }” can be two dates.
    .fix = Write the month in letters, such as 5 jun.
error-weekday-differs = “{ $value }” falls on another day of the week.
    .fix = Leave out the weekday, or correct the date.
error-date-out-of-range = “{ $value }” is too far away.
    .fix = Write a date between 1900 and 2200.
error-time-missing = “{ $value }” has no time yet.
    .fix = Add one, such as tue 16:00.
error-minutes-out-of-range = { $value } minutes is not a length a session can have.
    .fix = Write a number from 1 to { $limit }.
error-term-too-long = The last day, { $value }, is more than a year after the first.
    .fix = Choose an earlier last day.
error-term-without-date = No such day lies between the first day and { $value }.
    .fix = Choose a later last day, or another day of the week.
error-not-a-link = “{ $value }” is not a web address.
    .fix = Paste the whole address, such as https://meet.example.org/cairn.
error-no-link = This session has no place to meet yet.
    .fix = Add a link to the session or to the mentorship.
error-link-failed = The browser did not open { $link }.
    .fix = Copy the address and open it yourself.
error-private-goal = Only you can see the goal “{ $value }”, so what is shared cannot name it.
    .fix = Choose another goal, or keep this to yourself.
error-out-of-range = “{ $value }” is too far away.
    .fix = Choose a date between 1900 and 2200.
error-not-a-number = “{ $value }” is not a number.
    .fix = Write it in figures, such as 1,200 or 0.5.
error-future-date = That day is still to come.
    .fix = Choose today or a day before.
error-confidence-range = Confidence goes from 1 to 5.
error-goal-started = This goal has started, so it stays where it is.
    .fix = Share a copy of it instead.
error-goal-shared = This goal is shared already.
error-empty = This needs a few words.
error-too-long = This is longer than { $limit } characters.
    .fix = Shorten it, or put the rest into a note.
error-unknown-zone = “{ $value }” is not a time zone Cairn knows.
    .fix = Type a city or a country, such as Kolkata.
error-not-allowed = That cannot follow here.
    .fix = Go back and choose another step.
error-nobody-else = A mentorship needs somebody besides you.
    .fix = Add the person you meet.
error-just-one-other = A one-to-one mentorship has one other person.
    .fix = Choose another model, such as a group, or take somebody out.
error-ends-before = The last day, { $value }, is before the first.
    .fix = Choose a later last day, or leave it open.
error-unexpected = Something did not work ({ $code }). What you wrote is still here.
    .fix = Try again. If it keeps happening, close Cairn and open it again.
error-unknown-command = This version of Cairn cannot do that yet ({ $name }).
    .fix = Nothing was changed.

error-no-address = This has no address yet.
    .fix = Paste one under “Address”.
error-resource-shared = This is shared already.
error-file-gone = The file “{ $name }” is not there any more. Nothing was changed.
    .fix = Look where it went, then choose it again.
error-file-unreadable = Cairn may not read “{ $name }”. Nothing was changed.
    .fix = Allow reading the file, then try again.
error-file-too-large = “{ $name }” is larger than the { $limit } MB that Cairn keeps of one file. Nothing was kept.
    .fix = Keep it elsewhere and add a link to it.
error-not-a-file = “{ $name }” is not a file that can be kept.
    .fix = Choose a file.
error-place-read-only = Cairn may not write there. Nothing was changed.
    .fix = Choose another folder.
error-not-an-archive = This is not one of Cairn’s archives. Nothing was changed.
    .fix = Choose the zip file that “Take it with you” wrote.
error-archive-damaged = This archive is damaged: some of it is missing or was changed. Nothing was changed here.
    .fix = Copy it again from where it came from, or choose another.
error-archive-too-large = This archive unpacks to more than Cairn takes in. Nothing was changed.
    .fix = Choose one that Cairn wrote.
error-archive-unsafe = This archive names files outside itself, which Cairn never writes. Nothing was changed.
    .fix = Choose one that Cairn wrote.
error-not-a-calendar = “{ $name }” is no calendar file. Nothing was changed.
    .fix = Choose a file that ends with .ics.
error-calendar-too-large = “{ $name }” holds more than Cairn takes in of a calendar: 10 MB, 10,000 events, 200 time zones. Nothing was changed.
    .fix = Export a shorter span from the other calendar.
error-calendar-has-nul = “{ $name }” holds bytes that no text has: it is damaged, or something else than a calendar. Nothing was changed.
    .fix = Export it again from the other calendar.
error-calendar-bad-utf16 = “{ $name }” begins as UTF-16 text and does not go on so: part of it is missing or damaged. Nothing was changed.
    .fix = Export it again from the other calendar, as UTF-8 where it asks.
error-calendar-too-deep = “{ $name }” has parts within parts more than 8 deep, as no calendar has. Nothing was changed.
    .fix = Export it again from the other calendar.
error-newer-archive = A newer Cairn wrote this archive (version { $found }, this one knows { $known }). Nothing was changed.
    .fix = Install the newest Cairn, then try again.

## errors of the store and of opening it
error-no-profile = The database is not in this folder. Your key file is, and so are your backups.
    .fix = Go back to a backup, or put the file cairn.db back in its place.
error-profile-exists = There is a profile here already. It was not touched.
    .fix = Close Cairn and open it again to unlock it.
error-profile-in-use = Another Cairn has this profile open. Nothing was changed.
    .fix = Close the other one, then try again.
error-wrong-key = The database belongs to another key. It was not touched.
    .fix = Go back to a backup. What is here now is kept beside it.
error-store-damaged = The database is damaged: the disk lost or changed some of it. It was not touched.
    .fix = Go back to a backup. What is here now is kept beside it.
error-newer-version = A newer Cairn wrote this profile (version { $found }, this one knows { $known }). It was not touched.
    .fix = Install the newest Cairn, then try again.
error-foreign-migration = Another line of versions of Cairn made this profile. It was not touched.
    .fix = Open it with the Cairn that made it, or go back to a backup.
error-disk-full = The disk is full. What was saved before is still there, and this was not saved.
    .fix = Make some room, then try again.
error-read-only = Cairn may not write in its folder. Nothing was changed.
    .fix = Allow writing to it, or start Cairn with another folder (cairn --profile FOLDER).
error-file-failed = A file could not be read or written ({ $reason }). Nothing was changed.
    .fix = Look after the disk, then try again.
error-too-large = This is larger than Cairn keeps.
    .fix = Keep it elsewhere and add a link to it.
error-cancelled = Stopped. Nothing was changed.
error-wrong-passphrase = This passphrase does not open Cairn.
    .fix = Look at Caps Lock and the keyboard layout. The recovery code opens it too.
error-passphrase-short = A passphrase has at least { $limit } characters.
    .fix = Four or five words that do not belong together are easy to keep in mind.
error-passphrase-needed = A passphrase is needed here, because this computer keeps no secrets for you.
    .fix = Choose one of 8 characters or more. You type it each time Cairn opens.
error-wrong-recovery-code = This is a recovery code, and not the newest one of this profile.
    .fix = Look for a later one: each new code ends the one before.
error-recovery-code-length = A recovery code has { $limit } characters; this has { $found }.
    .fix = It is eight groups of five.
error-recovery-code-group = Group { $number } of the code is mistyped.
    .fix = Compare that group of five with your paper.
error-keys-damaged = The key file of this profile is damaged. Your notes are not, and nothing was changed.
    .fix = Use the copy of the key file that lies with your newest backup.
error-keys-missing = The key file of this profile is gone. Your notes are there, and nothing was changed.
    .fix = Use the copy of the key file that lies with your newest backup.
error-keys-weakened = Somebody changed the key file to make the passphrase easier to guess. It was not used.
    .fix = Open with the recovery code, and choose a new passphrase.
error-not-enough-memory = There is not enough memory to check the passphrase.
    .fix = Close a few programs, then try again.
error-no-such-way-in = This profile does not open this way.
    .fix = Try another way to unlock it.
error-last-way-in = Only the recovery code would be left to open Cairn.
    .fix = Keep the passphrase or this computer’s keychain.
error-keychain-absent = This computer has no keychain.
    .fix = Use a passphrase.
error-keychain-locked = This computer’s keychain is locked.
    .fix = Unlock it with the password of your login, or use the passphrase or the recovery code.
error-keychain-failed = This computer’s keychain did not answer.
    .fix = Try again, or use the passphrase or the recovery code.
error-keychain-value-gone = The key for this profile is no longer in this computer’s keychain.
    .fix = Unlock with the passphrase or the recovery code. The keychain gets a new key then.
error-empty-zone = The place is missing.
    .fix = Type a city or a country and choose it from the list.
error-bad-hours = These hours cannot be.
    .fix = Give a beginning and an end, each from 0:00 to 24:00.
error-bad-lead = A reminder comes at most four weeks before.
    .fix = Choose a shorter time.
error-too-many = These are more than { $limit }.
    .fix = Take one away first.
error-session-added = This session was added to the series by itself, so the ones after it do not follow it.
    .fix = Change it alone, or choose one that the series plans.
error-start-at-login-failed = This computer did not let Cairn change what starts at login.
    .fix = Look into the settings of your desktop.
error-sync-off = This computer does not sync yet.
    .fix = Open Settings, Sync, and paste an invite link.
error-example-alone = The example stays on this computer.
    .fix = Start your own, and open the link again.
error-offline = The server cannot be reached. Everything is kept here.
    .fix = Look whether this computer is online, and try again.
error-server-unknown = This is not the server the link speaks of: its certificate is another one. Nothing was sent.
    .fix = Try again on a network you trust. If it stays so, ask who runs the server for a new link.
error-server-failed = The server did not do it. Everything is kept here.
    .fix = Try again later. If it stays so, tell who runs the server.
error-server-full = There is no room left on the server for this. Everything is kept here, and goes nowhere yet.
    .fix = Tell who runs the server, or take large files out.
error-server-busy = The server asks to wait { $seconds } seconds. Everything is kept here.
    .fix = Cairn goes on by itself.
error-app-too-old = This version of Cairn is too old for the server. Everything is kept here.
    .fix = Update Cairn on this computer.
error-server-too-old = The server is too old for this version of Cairn. Everything is kept here.
    .fix = Tell who runs the server that it needs an update.
error-other-server = This computer syncs with { $server }, and this link is of another server. Nothing was sent.
    .fix = Ask for a link of { $server }, or stop syncing in Settings, Sync, first.
error-bad-server = “{ $value }” is not the address of a server.
    .fix = Copy it as it stands beside your recovery code, with all that follows “#”.
error-device-revoked = This computer was taken away from your devices, and no longer syncs. Everything is kept here.
    .fix = If that was not you, look at your devices on another computer. To sync here again, add this computer anew.
error-not-an-invite = This is not one of Cairn’s invite links.
    .fix = It begins with cairn://join/ and is pasted whole, with all that follows “#”.
error-link-of-a-device = This link adds a new computer to somebody’s Cairn. It is no invite, and nothing was done with it.
    .fix = On the new computer, start Cairn for the first time, choose “{ first-elsewhere }”, and paste it there.
error-invite-spent = This invite was used already, was withdrawn, or has expired. Nothing here was changed.
    .fix = Ask for a new one.
error-invite-forged = Somebody between you and who invites you has changed the keys. Nothing here was sent.
    .fix = Tell each other, by voice, and do not use this server before it is clear what happened.
error-sharing-stopped = Sync of this mentorship is stopped.
    .fix = Open the mentorship to see why.
error-not-a-device-link = This is not the link of another device.
    .fix = It begins with cairn://device/ and stands on your other computer, in Settings, Sync, under “Add a device”.
error-enrolment-over = The other device did not answer in time. Nothing was changed.
    .fix = Begin again on both.
error-enrolment-refused = On your other device somebody said that the words differ, or stopped it. Nothing was changed.
    .fix = Begin again on both, on a network you trust.
error-enrolment-forged = What came does not belong to the device you spoke to: somebody sits in between. Nothing was changed.
    .fix = Try again on a network you trust.
error-recovery-unknown = The server keeps nothing for this code.
    .fix = Look whether it is the newest code, and whether the server is the right one.
error-nothing-there-yet = Your other computer has not sent anything to the server yet.
    .fix = Let it sync, and begin again.
error-member-shares = { $name } shares this mentorship, and would go on reading it.
    .fix = Take { $name } out under Sharing: then nothing new can be read.
error-not-an-exchange = “{ $name }” is not one of Cairn’s exchange files. Nothing was changed.
error-exchange-damaged = “{ $name }” is damaged or was changed on the way. Nothing was changed here.
    .fix = Ask for it again.
error-exchange-too-large = “{ $name }” is larger than the 256 MB an exchange file may have. Nothing was changed.
    .fix = Ask whether it is the right one.
error-exchange-not-for-me = “{ $name }” is sealed for somebody else. Nothing was changed.
    .fix = Ask whether it is the right one.
error-exchange-code-needed = This file is sealed with a code.
    .fix = Ask the one who sent it, by another way than the file.
error-server-forgot = The server does not know this computer any more. Everything is kept here.
    .fix = Ask whoever runs the server for a new invite link.
error-wrong-exchange-code = This code does not open the file.
    .fix = Ask for the code once more. Capitals and hyphens do not matter.
error-no-backup = There is no backup that can be used.
    .fix = Copy one into the folder “backups”, then try again.

## the tray (said by Rust)
tray-open = Open Cairn
tray-quit = Quit

## people and today (said by Rust)
act-add-mentorship = Mentorship added
act-edit-mentorship = Mentorship changed
act-step-mentorship = Mentorship moved on
act-add-member = Member added
act-edit-member = Member changed
act-remove-member = Member taken out
act-hide-nudge = Thought put away
mentorship-from-to = { $from } to { $to }
mentorship-since = since { $from }
mentorship-until = until { $to }
today-session-facts = Session { $number } with { $names } · { $length }
today-since = Since { $day }
today-due-today = Today
today-goal-line = { $value } { $unit }, line at { $line }
today-goal-value = { $value } { $unit }
today-goal-stones = { $reached } of { $total } stones
today-goal-no-value = No check-in yet
today-there =
    { $pronoun ->
        [she] { $time } for her
        [he] { $time } for him
        [they] { $time } for them
       *[name] { $time } for { $name }
    }
today-check-in = { $goal } check-in
nudge-log = Your session with { $name } ({ $date }) is over. Say in a few words what came of it, while it is fresh.
nudge-ending = You and { $name } planned to end on { $date }. A session is a good place to look back, and to say what comes next.
nudge-ending-agenda = Look back, and what comes next
nudge-long = You and { $name } have not met for { $days } days. A short hello counts.
nudge-long-agenda = How do we want to meet from now on?
nudge-unplanned = You and { $name } have no next session yet. It is easier to keep a date than to find one.

## today
today-empty = Begin with the person you meet
today-empty-text = A mentorship holds what you two plan, do and learn. Then Today tells you what is next, on both clocks.
today-empty-example = For example: Ishani, your mentor, in Kolkata. Tuesdays at 20:30 for you is Wednesday 08:00 for her.
today-next = Next session
today-prepare = Prepare
today-join = Join
today-no-session = No session planned
today-no-session-text = Plan the next one from a mentorship, and it stands here on everybody’s clock.
today-actions = Actions due
today-yours = Yours
today-theirs = Theirs
today-more-actions =
    { $count ->
        [one] and one more
       *[other] and { $count } more
    }
today-nothing-due = Nothing is due this week
today-nothing-due-text = What you agree to do in a session shows up here when its day comes near.
today-goals = Goals to check in on
today-check-in-button = Check in
today-check-in-on = Check in on { $title }
today-no-goals = All goals have had a look
today-no-goals-text = A goal comes up here when it is time to say how far it is.
nudge-title = A thought
nudge-act-log = Log it
nudge-act-plan = Plan a session
nudge-act-agenda = Add to the agenda
nudge-not-now = Not now
nudge-on-agenda = It is on the agenda.
nudge-later = Put away for two weeks.
today-week = Next 7 days
today-your-clock = Your clock
today-week-more = and { $count } more

## library (said by Rust too)
act-resource-new = Added to the library
act-resource-edit = Edit in the library
act-resource-assign = Who is to read it
act-resource-status = How far it is read
act-resource-pin = Where it is pinned
act-resource-attach = A file kept
act-resource-share = A copy shared
act-resource-delete = Deleted from the library
resource-kind-link = Link
resource-kind-book = Book
resource-kind-video = Video
resource-kind-course = Course
resource-kind-file = File
resource-author = By
resource-url = Address
resource-file = File
resource-tags = Tags
resource-description = Why it is worth reading
resource-goal-untitled = A goal without a name
resource-pick-file = Choose a file to keep
resource-pick-where = Where to save it

## mentorships
mentorship-add = Add a mentorship
mentorship-begin = Begin
mentorship-who = Whom do you meet?
mentorship-my-role = You are the
mentorship-details = Details
mentorship-model = Model
mentorship-title = Its own name
mentorship-title-help = A pair needs none: it is called by the other’s name.
mentorship-purpose = Purpose
mentorship-purpose-example = Write the paper well, and grow into the new post.
mentorship-cadence = How often you mean to meet
mentorship-starts = First day
mentorship-starts-example = today
mentorship-ends = Planned last day
mentorship-ends-example = in 6 months
mentorship-revisit = Look again at what you agreed
mentorship-revisit-example = in 3 months
mentorship-link = Where you meet
mentorship-link-help = Any address. “Join” opens it in your browser.
mentorship-proposed = It is not agreed yet
mentorship-proposed-help = It stands as proposed until you say that it began.
mentorship-overview = Overview
mentorship-sessions = Sessions
mentorship-resources = Resources
mentorship-about = About
mentorship-clocks = Everybody’s clock
mentorship-you = You
mentorship-inside-hours = Inside these hours
mentorship-outside-hours = Outside these hours
mentorship-no-session-text = Plan it here, and it stands on everybody’s clock.
model-one-to-one = One to one
    .help = One mentor, one mentee.
model-peer = Peers
    .help = Two or more who mentor each other.
model-group = Group
    .help = One or two mentors, several mentees.
model-professional = Professional
    .help = For a profession or a job.
model-community = Community
    .help = Around a place or a cause.
role-mentor = Mentor
role-mentee = Mentee
role-peer = Peer
role-facilitator = Facilitator
role-coordinator = Coordinator
cadence-weekly = Every week
cadence-fortnightly = Every two weeks
cadence-monthly = Every month
cadence-as-needed = When somebody asks
state-proposed = Proposed
state-active = Under way
state-paused = Paused
state-closing = Winding up
state-closed = Closed
members = Members
member-name = Name
member-role = Role
member-zone = Where the clock runs
member-details = Pronouns and hours
member-pronouns = Pronouns
member-hours = When { $name } can meet, on that clock
member-somebody = this person
member-add = Add a member
member-save = Done
member-edit = Change { $name }
member-remove = Take { $name } out
member-added = { $name } is a member now.
member-removed = { $name } is no longer a member.
life = Life of this mentorship
life-to-proposed = Propose
life-to-active = Take up
life-to-paused = Pause
life-to-closing = Wind up
life-to-closed = Close
life-reason = Why
life-reason-help = An end without a reason leaves the other guessing.
life-stepped = { $name }: { $state }.
health = How it goes
health-note = from dates alone
health-contact = Last session
health-not-yet = none yet
health-days-ago =
    { $count ->
        [0] today
        [one] yesterday
       *[other] { $count } days ago
    }
health-sessions = Held in 12 weeks
health-of = { $held } of { $planned }
health-goals = Goals without a check-in

## archive (said by Rust too)
act-archive-read = Archive brought in
archive-pick-where = Where to write the archive
archive-pick-file = Choose an archive of Cairn
archive-count-mentorship = { $count } { $count ->
        [one] mentorship
       *[other] mentorships
    }
archive-count-goal = { $count } { $count ->
        [one] goal
       *[other] goals
    }
archive-count-session = { $count } { $count ->
        [one] session
       *[other] sessions
    }
archive-count-note = { $count } { $count ->
        [one] note
       *[other] notes
    }
archive-count-action-item = { $count } { $count ->
        [one] action
       *[other] actions
    }
archive-count-resource = { $count } { $count ->
        [one] resource
       *[other] resources
    }
archive-count-message =
    { $count ->
        [one] one message
       *[other] { $count } messages
    }
archive-count-journal-entry = { $count } { $count ->
        [one] journal entry
       *[other] journal entries
    }
archive-starts = First day
archive-ends = Last day
archive-revisit = Look again at what we agreed
archive-people = People
archive-life = How it went
archive-agenda = Agenda
archive-notes = Notes
archive-actions = Actions
archive-resources = Resources
archive-session-planned = Planned
archive-session-held = Held
archive-session-missed = Missed
archive-session-cancelled = Called off
archive-private-about = Nobody else can read what is in this folder, unless you give it away.
archive-readme-everything = This is everything that you can read in Cairn, also what only you can read: keep it where others do not come.
archive-readme-shared = This is what the members of one mentorship share in Cairn. Nothing private is in it.
archive-readme-parts = The Markdown files are for reading, with a folder for each mentorship. calendar.ics is for any calendar. Kept files are in “attachments”, each named by the BLAKE3 hash of its content; archive.json says which name each had.
archive-readme-json = archive.json is what Cairn reads back. “records” is a list with one record a line: its kind, its id, the space it lives in (“personal”, or the id of a mentorship), when it was last changed (UTC), and its fields. Dates are written 2026-11-24, wall clocks 2026-11-24T20:30:00 in the zone named beside them, instants in UTC. A field that holds nothing is left out. “me” is you.

## library
resource-new = Something worth reading
resource-add = Add
resource-added = Added to the library.
resource-title = What it is called
resource-title-example = The book you keep quoting
resource-untitled = Without a name yet
resource-url-help = Cairn opens it in your browser, and never fetches it.
resource-needs = Give it a name or an address.
resource-kind = Kind
resource-kinds-link = Links
resource-kinds-book = Books
resource-kinds-video = Videos
resource-kinds-course = Courses
resource-kinds-file = Files
resource-where = Who can read it
resource-where-private = Only you
resource-where-shared = You and { $name }
resource-choose-file = Keep a file…
resource-for = for { $name }
resource-me = { $name } (you)
resource-status = How far it is read
resource-status-of = How far it is read, by { $name }
resource-status-to_read = To read
resource-status-reading = Reading
resource-status-read = Read
resource-reader = Who is to read it
resource-nobody = Nobody in particular
resource-none = Not pinned
resource-goal = Pinned to the goal
resource-session = Pinned to the session
resource-add-url = Add an address
resource-add-author = Add who made it
resource-add-tags = Add tags, between commas
resource-open = Open in the browser
resource-save-file = Save a copy…
resource-file-saved = Saved as { $name }.
resource-attach = Keep a file with it…
resource-replace-file = Keep another file…
resource-deleted = “{ $title }” deleted.
resource-share = Share a copy…
resource-share-title = Share a copy
resource-share-about = The others get a copy. Yours stays with you, and later changes to it stay yours.
resource-share-with = Share with
resource-share-read = { $names } will read exactly this:
resource-share-contacts = This has contact details in it: { $contacts }
resource-share-do = Share with { $names }
resource-shared = { $names } can read a copy now.
library-find = Find in the library
library-whose = Whose
library-all = All
library-mine = For me
library-private = Only you
library-shared = Shared
library-count = { $count } { $count ->
        [one] resource
       *[other] resources
    }
library-nothing = Nothing here has all of that.
library-clear = Show all
library-choose = Choose something on the left.
library-empty = Nothing to read yet
library-empty-here = Nothing to read here yet
library-empty-text = Links, books, videos, courses and files that are worth somebody’s time. Pin them to a goal or a session, and say who is to read them.
library-empty-example = For example: “Site Reliability Engineering, chapter 4”, for Marcus, before the next session.

## archive
settings-data = Your data
archive-out = Take it with you
archive-out-about = One zip file with everything as Markdown to read, a calendar, your files, and what Cairn needs to bring it back.
archive-scope = What to take
archive-everything = Everything
archive-everything-help = All that you can read, also what only you can read.
archive-everything-warns = The file is not encrypted: whoever has it can read your private notes.
archive-shared = What you share with { $name }
archive-shared-help = Nothing private is in it. Good to hand over.
archive-write = Choose where, and write it
archive-written = Written to { $name }: { $records } entries, { $size }.
archive-in = Bring it back
archive-in-about = Choose an archive that Cairn wrote. You see what is in it before anything changes, and undo takes all of it back.
archive-look = Choose an archive…
archive-read = Bring in { $name }
archive-under-way = How far it is
archive-stop = Stop
archive-stopped = Stopped. Nothing was changed.
archive-taken = { $name } is in: { $count } { $count ->
        [one] entry
       *[other] entries
    } came or changed.
archive-holds-everything = Everything of a person
archive-holds-shared = What a mentorship shares
archive-fate-new = { $count } { $count ->
        [one] entry is not here and comes.
       *[other] entries are not here and come.
    }
archive-fate-newer = { $count } { $count ->
        [one] entry is older here and is brought up to date.
       *[other] entries are older here and are brought up to date.
    }
archive-fate-same = { $count } { $count ->
        [one] entry is here just so.
       *[other] entries are here just so.
    }
archive-fate-older = { $count } { $count ->
        [one] entry was changed here since, and stays.
       *[other] entries were changed here since, and stay.
    }
archive-fate-skipped = { $count } { $count ->
        [one] entry is left out: this Cairn does not understand it, or it belongs elsewhere.
       *[other] entries are left out: this Cairn does not understand them, or they belong elsewhere.
    }
archive-fate-files-missing = { $count } { $count ->
        [one] file is not in the archive.
       *[other] files are not in the archive.
    }

## messages
messages = Messages
messages-today = Today
messages-yesterday = Yesterday
today-unread-one =
    { $count ->
        [one] A new message from { $name }
       *[other] { $count } new messages from { $name }
    }
today-unread-several = { $count } new messages in { $places } mentorships
card-to = Thank you, { $name }
card-to-everybody = Thank you, all of you
card-new = Write a thank-you card
card-preview = Your words stand here.
card-motif = Picture
card-motif-cairn = A pile of stones
card-motif-sunrise = The sun over hills
card-motif-sprout = A young plant
card-motif-lantern = A lantern at night
card-for = For
card-for-everybody = Everybody
card-text = Your words
card-help = What somebody did, and what it changed for you, says more than a great word.
card-send = Give the card
card-sent = The card is given.
card-delete = Delete this card
card-deleted = The card is deleted.
cards-none = No cards yet
cards-none-text = A thank-you card stays here for as long as you want to read it again.
messages-with = Messages with { $names }
messages-unread =
    { $count ->
        [one] One new message
       *[other] { $count } new messages
    }
messages-you = You
messages-somebody = Somebody
messages-new = New
messages-latest = To the latest
messages-shown = What is shown
messages-all = All
messages-cards = Cards
messages-local = This does not reach { $names } yet. How it can stands under About.
messages-none = What is on your mind?
messages-none-text = Say here what does not want to wait for the next session. { $names } reads it when there is time; nobody expects an answer at once.
messages-none-example = For example: the curves are drawn, and clinic 7 dips at day 12. Can we begin with that?
message-to = Write to { $names }
message-write = Write a message
message-send = Send
message-keys = Enter sends, Shift+Enter begins a line
message-waiting = waiting to be sent
message-sent = sent
message-said = { $who }: { $text }
message-more = More about what { $who } wrote at { $time }
message-copy = Copy the text
message-copied = The text is copied.
message-delete = Delete this message
message-deleted = The message is deleted.
act-send-message = A message
act-delete-message = A message is deleted
act-send-card = A thank-you card
act-delete-card = A card is deleted

## written twice at once
concurrent-at = at { $time }
concurrent-on = on { $day } at { $time }
concurrent-you = You
concurrent-other-device = Another device of yours
concurrent-somebody = Somebody else
concurrent-yours-stands = { $who } also changed this { $at }. What you wrote here stands.
concurrent-theirs-stands = { $who } changed this { $at }, while you did. That text stands, and yours is kept.
concurrent-later-stands = This was changed twice at once. The later text stands, and the one written { $at } is kept.
act-concurrent-keep = The text that stands is kept
act-concurrent-take = The other text is taken
act-concurrent-combine = Two texts are brought together
concurrent-title = Written twice at once
concurrent-compare = Compare
concurrent-put-away = Put away
# Earlier versions have a button of their own where goals and notes are; elsewhere they are offered while comparing.
concurrent-put-away-done =
    { $kind ->
        [goal] Put away. The other text is under the earlier versions.
        [note] Put away. The other text is under the earlier versions.
       *[other] Put away.
    }
compare-title = Two texts
compare-stands = This one stands
compare-other = This one does not
compare-by = { $who }, { $at }
compare-only = only here:
compare-empty = Nothing is written here.
compare-keep = Keep this one
compare-kept =
    { $kind ->
        [goal] Kept. The other text is under the earlier versions.
        [note] Kept. The other text is under the earlier versions.
       *[other] Kept.
    }
compare-take = Take this one
compare-taken =
    { $kind ->
        [goal] Taken. The one before is under the earlier versions.
        [note] Taken. The one before is under the earlier versions.
       *[other] Taken.
    }
compare-combine = Combine them
compare-combined = Both in one
compare-combined-help = What only one of you changed is in it already. Change it as you like.
compare-clashes =
    { $count ->
        [one] One passage was changed in both: it stands there twice, one after the other.
       *[other] { $count } passages were changed in both: they stand there twice, one after the other.
    }
compare-use = Use this text
compare-used =
    { $kind ->
        [goal] The combined text stands. Both others are under the earlier versions.
        [note] The combined text stands. Both others are under the earlier versions.
       *[other] The combined text stands.
    }
## sync
sync = Sync
sync-settings = Sync settings
sync-now = Sync now
sync-cancel = Stop for now
sync-need-open = Look at it
sync-need-put-away = I have seen it
sync-server = Server
sync-example = The example stays on this computer. With your own data you can sync.
sync-off = This computer keeps everything to itself.
sync-off-about = With an invite link, what you share in a mentorship is the same on both sides, and your own notes on all your computers. It is encrypted before it leaves, and the server in between cannot read it.
sync-off-no-link = You get a link from the person you meet, or from whoever runs a Cairn server. Without a server you can exchange files: look under About in a mentorship.
sync-have-link = I have an invite link
sync-recovery-on = Your recovery code also brings back what is on the server, on a new computer, if all your devices are lost.
sync-recovery-off = Your recovery code does not bring back what is on the server yet. Make a new one: the same code then does both.
sync-recovery-open = Make a new code…
sync-recovery-server = Write this beside the code:
sync-stop-title = Stop syncing
sync-stop-about = Everything stays on this computer. Nothing is sent or fetched any more, and the others see nothing new of yours.
sync-stop = Stop syncing…
sync-stop-ask = Stop syncing with { $server }?
sync-stop-text = Everything you have stays here, also what others shared with you. What is on the server stays there for your other devices and the other members. To begin again, you need a new link.
sync-stop-named = Stop syncing with { $server }
sync-stopped = This computer no longer syncs. Everything is still here.
sync-account-title = Your account on the server
sync-account-about = Everything of yours on { $server } goes: your account, your devices there, and your own notes as they lie there. All you have stays on this computer.
sync-account-delete = Delete the account…
sync-account-ask = Delete your account on { $server }?
sync-account-text = Your other computers keep what they have, and no longer sync with this one. What you wrote in a mentorship stays with its other members, and they are told that you left. The recovery code no longer brings anything back from the server. This cannot be undone.
sync-account-named = Delete the account on { $server }
sync-account-deleted = Your account on the server is deleted. Everything is still here.
palette-sync-words = sync server invite share device exchange

## joining
join-title = Join with an invite link
join-from = { $name } invites you
join-about = Paste the link that somebody sent you. It opens one mentorship, once.
join-link = Invite link
join-link-help = It begins with cairn://join/ and goes on to the very end of what you were sent.
join-server = On the server { $server }.
join-look-about = Cairn then asks this server whose invite it is. Nothing else leaves this computer before you say so.
join-looking = Asking whose invite it is…
join-look = Look at the invite
join-as = You join as: { $role }
join-account-about = Whoever runs this server lets you use it. You can then invite the people you meet.
join-beside = You keep a mentorship with { $name } on this computer already. This one will stand beside it, and what is in yours stays with you.
join-member-already = You are a member of this mentorship already.
join-valid = Valid
join-leaves = What leaves this computer
join-sealed = The server keeps all of it encrypted and cannot read it. It sees who is a member with whom, and when how much is sent.
join-accept = Join { $name }
join-accept-server = Use this server
join-working = Joining…
join-open = Open the mentorship
join-done-title = You have joined
join-done = The mentorship is here.
join-done-account = This computer syncs now.
join-waits = Waiting for { $name }’s computer to let you in.
join-waits-text = It does so by itself the next time it is online, and then you find the mentorship in the sidebar. If { $name } is there, it takes a few seconds. You can close Cairn meanwhile.

## inviting
invite-make = Invite { $name }
invite-again = New link
invite-withdraw = Withdraw
invite-withdrawn = Nobody can use the invite for { $name } any more.
invite-title = An invite for { $name }
invite-how = Send this link to { $name } by a way you trust: whoever has it can join.
invite-link = Link for { $name }
invite-once = It works once, and is shown only now. You can make a new one at any time.
invite-expires = It is valid { $expires }.

## who shares a mentorship
sharing = Sharing
sharing-begin = Begin to sync
sharing-more = Leaving and ending
sharing-more-of = More about { $name }
words-six = Six words
words-title = Compare six words with { $name }
words-how = Call { $name }, or sit together, and each read these words from your own screen. In { $name }’s Cairn they stand in the same place.
words-why = When they are the same, nobody sits between you and { $name }. It takes a voice that you know: a message could come from whoever sits in between.
words-same = They are the same
words-differ = They differ
words-compare = Compare six words
words-compare-again = See the six words
words-same-said = { $name } is verified.
words-differ-title = The words differ
words-differ-what = Then the keys that the server gave you for { $name } are not { $name }’s. Sync of this mentorship is stopped, and nothing new is sent. All you have stays here, and you can go on writing.
words-differ-do = Make sure that you both looked at the same mentorship. If you did, take { $name } out and invite { $name } with a new link: it proves the keys by itself. Tell whoever runs the server.
part-leave = Leave { $name }
part-leave-title = Leave the mentorship with { $name }?
part-leave-stays = All that is here now stays here, and you can read it.
part-leave-after = What the others write from now on does not come here, and what you write goes nowhere.
part-leave-back = The others keep what you shared. To come back, you need a new invite.
part-leave-done = You have left. All that was here is still here.
part-end = End { $name } for everybody
part-end-title = End the mentorship with { $name } for everybody?
part-end-stays = Everybody keeps what is there, and can read it.
part-end-after = Nobody can write to it any more, on no device.
part-end-back = This cannot be taken back. You can begin a new mentorship together.
part-end-done = The mentorship is ended. Everybody can still read it.
part-take-out = Take { $name } out
part-take-out-title = Take { $name } out?
part-take-out-stays = { $name } keeps what was shared until now: nothing can take that back.
part-take-out-after = What is written from now on is sealed with a new key that { $name } does not get.
part-take-out-back = { $name } can come back with a new invite, and then reads what was written meanwhile.
part-take-out-done = { $name } no longer reads what is written here.

## devices
devices = Your devices
device-add = Add a device
device-name = Change the name
device-called = What it is called
device-name-help = Only your own devices know the name.
device-this-name = My computer
device-more = More about { $name }
device-this = This computer
device-seen = Last here { $seen }
device-added = Added { $added }
device-revoked = Taken away
device-revoke = Take { $name } away
device-revoke-title = Take { $name } away?
device-revoke-after = It reads nothing that is written from now on, and cannot write any more.
device-revoke-keeps = What is on it now stays on it. Only what is encrypted at rest is safe from who has it: a locked Cairn is.
device-revoke-good = This is for good. The same computer can be added anew, as another device.
device-revoke-stolen = If it was stolen while Cairn was open, compare the six words with the people you meet once more.
device-revoke-done = { $name } no longer syncs.
device-step-install = On the other computer, open Cairn and choose “I use Cairn on another computer”.
device-step-link = Paste or type this link there.
device-step-words = Both then show three words. Compare them here.
device-link = Link of your other device
device-link-about = It is good for a few minutes and holds no secret.
device-waiting = Waiting for the other computer…
device-words = Three words
device-words-old = Are these the words on the other computer?
device-gets = It then gets everything you have here, your private notes too, and can do all that you can.
device-words-differ = Then somebody else answered in place of your other computer. It was not added, and got nothing.
device-words-differ-do = Try again on a network you trust.
device-added-said = It is one of your devices now, and fetches everything by itself.

## a second computer, in the first minute
second-title = You use Cairn already
second-about = Everything you have comes here, and both stay the same from then on.
second-way = How do you prove that it is you?
second-way-device = With my other computer
    .help = It has to be at hand, and online
second-way-code = With my recovery code
    .help = If the others are lost
second-link-help = On the other computer: Settings, Sync, “Add a device”.
second-server = The server
second-server-help = It stands beside your recovery code, such as cairn.example.org, with all that follows “#” where there is one.
second-meet = Meet the other computer
second-restore = Bring everything back
second-back = Back to the questions
second-words = Compare these words with those on your other computer, and say there that they are the same.
second-waiting = Waiting for your word on the other computer…
second-meeting = Looking for the other computer…
second-restoring = Fetching what is on the server…

## what leaves this computer
ledger = What leaves this computer
ledger-about = Each record and field that goes to { $server }, before and after. The server gets sealed bytes, and cannot read them.
ledger-off = Nothing leaves this computer now.
ledger-space = Where to
ledger-all = All
ledger-waiting = Waiting
ledger-sent = Sent
ledger-nothing = Nothing has left this computer
ledger-nothing-text = When you sync, you see here what is about to go, and later what has gone, to whom and how much.
ledger-waiting-none = Nothing waits
ledger-waiting-none-text = All you have written that goes anywhere is on the server. What you write next stands here until it has left.
ledger-sent-none = Nothing was sent yet
ledger-sent-none-text = Each piece that leaves gets a line here, and stays.
ledger-entry = A piece that left
ledger-entry-what = What it holds
ledger-entry-seen = What the server sees of it

## without a server
exchange = Exchange by file
exchange-about = Without a server, you and { $name } can send each other files, by mail or on a stick. They are sealed; in any order and twice they do no harm.
exchange-write = Write a file…
exchange-choose = Take in an exchange file…
exchange-choose-here = Take one in…
exchange-written = Written: { $name }, { $holds }
exchange-last-written = Last written { $at }
exchange-last-taken = Last taken in { $at }
exchange-code = Code
exchange-code-title = A code for the first file
exchange-code-about = { $file } is the first one between you and { $name }. It opens with this code, so let it travel by another way than the file: say it on the phone.
exchange-code-once = It is shown only now, and needed only once. After the answer, files open by themselves.
exchange-code-told = I have it
exchange-code-help = You were told it by another way than the file.
exchange-file-title = { $name }
exchange-from = It is for the mentorship with { $mentorship }.
exchange-from-new = It is for a mentorship that is not here yet, and comes with it.
exchange-take-about = What you have here stays. Where you both changed the same text, you keep both and can compare.
exchange-take = Take it in

## sync (said by Rust)
sync-just-now = Synced just now
sync-seconds-ago = Synced { $count } s ago
sync-minutes-ago = Synced { $count } min ago
sync-at = Synced { $at }
sync-never = Not synced yet
sync-synced-detail = Everything is on the server, and here.
sync-offline = Offline
sync-offline-detail =
    { $count ->
        [0] The server cannot be reached since { $since }. Everything is kept here.
        [one] The server cannot be reached since { $since }. Everything is kept here, and one change waits.
       *[other] The server cannot be reached since { $since }. Everything is kept here, and { $count } changes wait.
    }
sync-waiting =
    { $count ->
        [one] One change waiting
       *[other] { $count } changes waiting
    }
sync-waiting-detail = It is kept here, and goes with the next try.
sync-working-detail = You can go on writing meanwhile.
sync-needs-you = Needs you
sync-needs-you-detail = Everything is kept here. The rest goes on.
sync-next-seconds = Tries again in { $count } s
sync-next-minutes = Tries again in { $count } min
sync-step-fetching = Fetching { $done } of { $total }
sync-step-sending = Sending { $done } of { $total }
sync-step-files = Files: { $done } of { $total }
sync-step-snapshot = Writing a copy: { $done } of { $total }
sync-until = until { $date }
sync-somebody = Somebody
sync-a-mentorship = A mentorship
sync-trust-authority = A public authority vouches for it, as for any website.
sync-trust-pinned = The link carries the fingerprint of its certificate: no other server can stand in.
sync-trust-plain = It is this computer itself, so nothing is encrypted on the way.
sync-space-own = Your own notes, goals and settings. Only your devices can read them.
sync-space-alone = Only your own devices can read it, until somebody joins
sync-space-shared = You and { $names } can read it.
sync-leaves-shared = What is written in this mentorship, by you and by the others
sync-leaves-shared-readers = Its members can read it
sync-leaves-before = What you shared in other mentorships before: { $names }
sync-leaves-before-readers = Only their members can read it, once they use this server too
sync-leaves-own = Your own notes, goals and settings, and mentorships that nobody has joined
sync-leaves-own-readers = Only your own devices can read them
sync-need-two-histories = The server showed two histories
sync-need-two-histories-text = What it told you about { $mentorship } and what it told the others do not fit. Sync of it is stopped: nothing new is sent or taken in. All you have stays here, and you can go on writing. Ask the others, and whoever runs the server, whether it was restored from an older copy. Go on only if it was: if not, somebody tampered with it.
sync-need-key-change = { $name }’s keys changed
sync-need-key-change-text = That happens when { $name } lost all devices and began anew, or when somebody pretends to be { $name }. Sync of what you share is stopped: nothing new is sent or taken in. All you have stays here, and you can go on writing. Ask { $name }, by voice, before you go on.
sync-need-words-differ = The six words differ
sync-need-words-differ-text = The keys that stand for { $name } are not { $name }’s. Sync of { $mentorship } is stopped: nothing new is sent or taken in. All you have stays here, and you can go on writing. Take { $name } out and send a new invite: it proves the keys by itself.
sync-need-trouble = Sync of { $mentorship } is stopped
sync-need-trouble-text = Something that the server has of it cannot be verified, or the server refuses what is right here. All you have stays here, and you can go on writing. If it stays so, tell whoever runs the server, and the others.
sync-need-revoked = This computer was taken away from your devices
sync-need-revoked-text = It no longer syncs. Everything is kept here. If that was not you, look at your devices on another computer.
sync-need-server-empty = The server does not know this device
sync-need-server-empty-text = It came back empty or older, or this device was taken away. Nothing here is lost. Sync with another of your devices, or ask who runs the server for a new invite link.
sync-need-certificate = The server has another certificate
sync-need-certificate-text = It is not the one that was agreed, so nothing is sent. Ask who runs the server, and use another network meanwhile.
sync-need-update-app = Cairn needs an update
sync-need-update-app-text = The server speaks a newer language than this version. Everything is kept here.
sync-need-update-server = The server needs an update
sync-need-update-server-text = It speaks an older language than this version. Everything is kept here. Tell who runs it.
sync-need-full = The server has no room for { $mentorship }
sync-need-full-text = Everything is kept here, and goes nowhere yet. Tell who runs the server, or take large files out.
sync-need-clock = This computer’s clock is wrong
sync-need-clock-text =
    { $count ->
        [one] It differs from the server’s by a minute. Set it right, so that times you write are true.
       *[other] It differs from the server’s by { $count } minutes. Set it right, so that times you write are true.
    }
sync-need-went-back = The server went back to an older state
sync-need-went-back-text = { $mentorship } was merged with what is here and sent again. Nothing is lost.
sync-need-new-device = This copy of your data goes on as a new device
sync-need-new-device-text = It was copied or restored, so it got a new name among your devices. Nothing is lost.
sync-need-put-aside = Something in { $mentorship } was put aside
sync-need-put-aside-text =
    { $count ->
        [one] One piece does not prove who wrote it. It was not taken in.
       *[other] { $count } pieces do not prove who wrote them. They were not taken in.
    }
sync-need-forged = Somebody tried to come into { $mentorship }
sync-need-forged-text = They used an invite without knowing its secret, and were not let in. Withdraw it, and make a new one.
sync-need-verify = Compare six words with { $name }
sync-need-verify-text = You share { $mentorship } on the server’s word. Six words, by voice, make it sure.
sync-need-waiting = Waiting to be let in
sync-need-waiting-text = The one who invited you has to be online once. It happens by itself.
sync-need-foreign-key = A key of yours came from elsewhere
sync-need-foreign-key-text = Another device of yours made a new key and has not handed it over yet, or somebody who had one of your devices did. Nothing is sealed to it. Sync with your other devices, and look whether all of them are yours.
sync-need-strange-device = A device came to yours that you did not add here
sync-need-strange-device-text = It has your keys. If it is not yours, take it away at once.
sync-need-mine = It is mine
sync-need-other-server = The server was set up anew
sync-need-other-server-text = It is at the same address and has the same certificate, but it is another one than before, or began from nothing. What you have here is sent to it again.
sync-need-recovery = Make a new recovery code
sync-need-recovery-text = A device was taken away, and the code you have opens only what was there before. The new one replaces it.
sync-need-left = { $name } is no longer a member of { $mentorship }
sync-need-left-text = That is what the server says. What is written from now on is sealed to those who stay. If { $name } did not leave, make a new invite.
sync-need-key = { $mentorship } waits for a key
sync-need-key-text = Another device of yours hands it over the next time it syncs. Until then, what is new there cannot be read here.
sync-need-unfinished = { $mentorship } is not up to date
sync-need-unfinished-text = Others wrote at the same time, again and again. The next try goes on from here.
sync-need-go-on = Go on all the same
sync-need-try-again = Try again
sync-need-trust-again = Go on with the keys known before
sync-need-ended = { $mentorship } was ended
sync-need-ended-text = Everybody can read it, and nobody writes to it any more.
sync-need-out = You are no longer a member of { $mentorship }
sync-need-out-text = All that was here stays here. Nothing new comes or goes.

## sharing (said by Rust)
sharing-text-here = It is on this computer alone.
sharing-text-devices = It is on your own devices alone, until somebody joins.
sharing-text-apart = The others have it too. This computer does not sync: what is new goes by files, or once you sync again.
sharing-text-joining = You have joined, and are let in as soon as the one who invited you is online.
sharing-text-shared = It is on the devices of those who joined. The server in between cannot read it.
sharing-text-stopped = Sync of it is stopped. All you have stays here.
sharing-text-ended = It was ended: everybody can read it, nobody writes to it any more.
sharing-text-left = You are no longer in it on the server. All that was here stays here.
sharing-me = You
sharing-not-joined = Has not joined
sharing-invited = Waiting for { $name }, { $until }
sharing-left = Has left
sharing-key-changed = Keys changed
sharing-by-invite = Joined, verified by the invite
sharing-by-words = Joined, verified by six words
sharing-unverified = Joined, not verified yet
invite-reads = { $name } can then read all that is shared here, also what was written before. Your own notes stay yours.
device-unnamed = A device without a name

## what leaves this computer (said by Rust)
ledger-what = { $kind } “{ $title }”
ledger-and-more =
    { $count ->
        [one] { $first } and one more
       *[other] { $first } and { $count } more
    }
ledger-snapshot = A copy of everything, for devices that come anew
ledger-file = The file of { $what }
ledger-nothing-in-it = Keys and places of files
ledger-to = to { $names }, in your mentorship
ledger-to-own = to your own devices
ledger-to-file = to { $names }, in a file
ledger-to-gone = the members
ledger-seen = That this device sent { $size } here at { $at }, and who can fetch it. Not what it holds, and not what it is about: without the key, which only the readers have, it is noise.
ledger-seen-file = No server had it. Whoever holds the file sees { $size } of noise, without the key.
ledger-kind-profile = Your profile
ledger-kind-setting = A setting
ledger-kind-mentorship = Mentorship
ledger-kind-member = Person
ledger-kind-lifecycle-event = How the mentorship stands
ledger-kind-goal = Goal
ledger-kind-milestone = Milestone
ledger-kind-check-in = Check-in
ledger-kind-session = Session
ledger-kind-series = Series
ledger-kind-agenda-item = Agenda
ledger-kind-action-item = Action
ledger-kind-note = Note
ledger-kind-journal-entry = Journal
ledger-kind-resource = Resource
ledger-kind-message = Message
ledger-kind-thank-you-card = Thank-you card
ledger-kind-other = Something else
ledger-note-of-sync = A note for your own devices
ledger-deleted = that it was deleted
ledger-field-name = name
ledger-field-pronouns = pronouns
ledger-field-zone = clock
ledger-field-zone-follows-system = clock
ledger-field-hours = hours
ledger-field-role = role
ledger-field-value = what it is set to
ledger-field-check-in-value = where it stands
ledger-field-key = which
ledger-field-title = title
ledger-field-text = text
ledger-field-model = model
ledger-field-purpose = purpose
ledger-field-cadence = how often
ledger-field-starts-on = first day
ledger-field-ends-on = last day
ledger-field-join-link = where to meet
ledger-field-revisit-on = when to look again
ledger-field-mentorship = whose mentorship
ledger-field-account = whose keys
ledger-field-lifecycle-event-from = state before
ledger-field-lifecycle-event-to = state after
ledger-field-thank-you-card-to = who is thanked
ledger-field-motif = picture
ledger-field-created-at = when it was begun
ledger-field-copied-from = what it was copied from
ledger-field-uid = how calendars know it
ledger-field-sequence = how calendars know it
ledger-field-stamp = how calendars know it
ledger-field-reason = reason
ledger-field-at = when
ledger-field-on = day
ledger-field-by = who
ledger-field-by-role = who
ledger-field-owner = who
ledger-field-assigned-to = who
ledger-field-specific = specific
ledger-field-measure = measure
ledger-field-baseline = beginning
ledger-field-target = target
ledger-field-unit = unit
ledger-field-attainable = attainable
ledger-field-relevant = relevant
ledger-field-due-on = due day
ledger-field-status = status
ledger-field-state = status
ledger-field-done = whether it is done
ledger-field-done-at = whether it is done
ledger-field-reached-on = whether it is reached
ledger-field-check-in-every = check-ins
ledger-field-next-step = next step
ledger-field-plan-if = if-then plan
ledger-field-plan-then = if-then plan
ledger-field-levels = levels
ledger-field-goal = which goal
ledger-field-session = which session
ledger-field-first-session = which session
ledger-field-series = which series
ledger-field-position = place in the list
ledger-field-moved = how often it moved
ledger-field-confidence = confidence
ledger-field-comment = comment
ledger-field-starts = time
ledger-field-original-start = time
ledger-field-minutes = length
ledger-field-held-minutes = length
ledger-field-rule = how it repeats
ledger-field-exdates = exceptions
ledger-field-rdates = exceptions
ledger-field-kind = kind
ledger-field-author = author
ledger-field-url = address
ledger-field-description = description
ledger-field-tags = tags
ledger-field-attachment = file
ledger-field-file-name = file
ledger-field-file-bytes = file
ledger-field-other = something newer

## exchange files (said by Rust)
exchange-pick-where = Write an exchange file
exchange-pick-file = Take in an exchange file
exchange-taken =
    { $count ->
        [0] Taken in. You had all of it.
        [one] Taken in: one record is new or changed.
       *[other] Taken in: { $count } records are new or changed.
    }
exchange-taken-answer =
    { $count ->
        [one] Taken in: one record came. Now write a file back, so that files open by themselves from then on.
       *[other] Taken in: { $count } records came. Now write a file back, so that files open by themselves from then on.
    }
