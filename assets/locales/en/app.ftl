# The words of Cairn in English, for the screens, the tray and the notifications.
# Second person, present tense, no exclamation marks, no blame. One section for each feature; add yours at the end,
# errors of a feature under "## errors". A test fails when an id is missing or unused.

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
delete-named = Delete “{ $name }”
undo = Undo
undo-done = Undone.
undo-nothing = There is nothing to undo.
redo-done = Done again.
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
key-edit = edit
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
palette-go = Go to { $place }

## chart
chart = Chart
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

## errors
error-unexpected = Something did not work ({ $code }). What you wrote is still here.
    .fix = Try again. If it keeps happening, close Cairn and open it again.
error-unknown-command = This version of Cairn cannot do that yet ({ $name }).
    .fix = Nothing was changed.
