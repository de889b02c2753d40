-- What other calendars call a meeting, how often its time has changed, and how old what was taken from a file is.
ALTER TABLE session ADD COLUMN uid TEXT;
ALTER TABLE session ADD COLUMN sequence INTEGER;
ALTER TABLE session ADD COLUMN stamp INTEGER;
ALTER TABLE series ADD COLUMN uid TEXT;
ALTER TABLE series ADD COLUMN sequence INTEGER;
ALTER TABLE series ADD COLUMN stamp INTEGER;
