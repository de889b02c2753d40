// The icons in use, from Lucide (ISC). Add one: an import and a line, in alphabetical order.

import arrowDown from 'lucide-static/icons/arrow-down.svg?raw';
import arrowRight from 'lucide-static/icons/arrow-right.svg?raw';
import arrowUp from 'lucide-static/icons/arrow-up.svg?raw';
import bell from 'lucide-static/icons/bell.svg?raw';
import book from 'lucide-static/icons/book.svg?raw';
import calendarClock from 'lucide-static/icons/calendar-clock.svg?raw';
import calendarDays from 'lucide-static/icons/calendar-days.svg?raw';
import calendarPlus from 'lucide-static/icons/calendar-plus.svg?raw';
import chartColumn from 'lucide-static/icons/chart-no-axes-column.svg?raw';
import check from 'lucide-static/icons/check.svg?raw';
import chevronDown from 'lucide-static/icons/chevron-down.svg?raw';
import chevronLeft from 'lucide-static/icons/chevron-left.svg?raw';
import chevronRight from 'lucide-static/icons/chevron-right.svg?raw';
import chevronsUpDown from 'lucide-static/icons/chevrons-up-down.svg?raw';
import circleAlert from 'lucide-static/icons/circle-alert.svg?raw';
import circleDashed from 'lucide-static/icons/circle-dashed.svg?raw';
import circleDot from 'lucide-static/icons/circle-dot.svg?raw';
import clipboardList from 'lucide-static/icons/clipboard-list.svg?raw';
import clock from 'lucide-static/icons/clock.svg?raw';
import clockAlert from 'lucide-static/icons/clock-alert.svg?raw';
import clockArrowDown from 'lucide-static/icons/clock-arrow-down.svg?raw';
import clockArrowUp from 'lucide-static/icons/clock-arrow-up.svg?raw';
import cloudAlert from 'lucide-static/icons/cloud-alert.svg?raw';
import cloudCheck from 'lucide-static/icons/cloud-check.svg?raw';
import cloudOff from 'lucide-static/icons/cloud-off.svg?raw';
import cloudUpload from 'lucide-static/icons/cloud-upload.svg?raw';
import command from 'lucide-static/icons/command.svg?raw';
import compare from 'lucide-static/icons/git-compare-arrows.svg?raw';
import copy from 'lucide-static/icons/copy.svg?raw';
import ellipsis from 'lucide-static/icons/ellipsis.svg?raw';
import externalLink from 'lucide-static/icons/external-link.svg?raw';
import eyeOff from 'lucide-static/icons/eye-off.svg?raw';
import file from 'lucide-static/icons/file.svg?raw';
import fileDown from 'lucide-static/icons/file-down.svg?raw';
import fileUp from 'lucide-static/icons/file-up.svg?raw';
import globe from 'lucide-static/icons/globe.svg?raw';
import graduationCap from 'lucide-static/icons/graduation-cap.svg?raw';
import hardDrive from 'lucide-static/icons/hard-drive.svg?raw';
import heart from 'lucide-static/icons/heart.svg?raw';
import history from 'lucide-static/icons/history.svg?raw';
import key from 'lucide-static/icons/key-round.svg?raw';
import library from 'lucide-static/icons/library-big.svg?raw';
import link from 'lucide-static/icons/link.svg?raw';
import listChecks from 'lucide-static/icons/list-checks.svg?raw';
import lock from 'lucide-static/icons/lock.svg?raw';
import mapPin from 'lucide-static/icons/map-pin.svg?raw';
import messageSquare from 'lucide-static/icons/message-square.svg?raw';
import monitor from 'lucide-static/icons/monitor.svg?raw';
import moon from 'lucide-static/icons/moon.svg?raw';
import note from 'lucide-static/icons/notebook-pen.svg?raw';
import parcel from 'lucide-static/icons/package.svg?raw';
import pencil from 'lucide-static/icons/pencil.svg?raw';
import pin from 'lucide-static/icons/pin.svg?raw';
import play from 'lucide-static/icons/play.svg?raw';
import plus from 'lucide-static/icons/plus.svg?raw';
import redo from 'lucide-static/icons/redo.svg?raw';
import refresh from 'lucide-static/icons/refresh-cw.svg?raw';
import search from 'lucide-static/icons/search.svg?raw';
import send from 'lucide-static/icons/send-horizontal.svg?raw';
import settings from 'lucide-static/icons/settings.svg?raw';
import shareExcerpt from 'lucide-static/icons/list-indent-increase.svg?raw';
import shield from 'lucide-static/icons/shield.svg?raw';
import shieldAlert from 'lucide-static/icons/shield-alert.svg?raw';
import shieldCheck from 'lucide-static/icons/shield-check.svg?raw';
import sprout from 'lucide-static/icons/sprout.svg?raw';
import squareCheck from 'lucide-static/icons/square-check.svg?raw';
import sun from 'lucide-static/icons/sun.svg?raw';
import sunrise from 'lucide-static/icons/sunrise.svg?raw';
import tag from 'lucide-static/icons/tag.svg?raw';
import target from 'lucide-static/icons/target.svg?raw';
import trash from 'lucide-static/icons/trash-2.svg?raw';
import undo from 'lucide-static/icons/undo.svg?raw';
import unplug from 'lucide-static/icons/unplug.svg?raw';
import userPlus from 'lucide-static/icons/user-round-plus.svg?raw';
import users from 'lucide-static/icons/users.svg?raw';
import userX from 'lucide-static/icons/user-round-x.svg?raw';
import video from 'lucide-static/icons/video.svg?raw';
import x from 'lucide-static/icons/x.svg?raw';

/** Only the drawing: Icon.svelte brings its own <svg>. */
const drawing = (svg: string): string => svg.slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>'));

const sources = {
  'arrow-down': arrowDown,
  'arrow-right': arrowRight,
  'arrow-up': arrowUp,
  bell,
  book,
  'calendar-clock': calendarClock,
  'calendar-days': calendarDays,
  'calendar-plus': calendarPlus,
  'chart-column': chartColumn,
  check,
  'chevron-down': chevronDown,
  'chevron-left': chevronLeft,
  'chevron-right': chevronRight,
  'chevrons-up-down': chevronsUpDown,
  'circle-alert': circleAlert,
  'circle-dashed': circleDashed,
  'circle-dot': circleDot,
  'clipboard-list': clipboardList,
  clock,
  'clock-alert': clockAlert,
  'clock-arrow-down': clockArrowDown,
  'clock-arrow-up': clockArrowUp,
  'cloud-alert': cloudAlert,
  'cloud-check': cloudCheck,
  'cloud-off': cloudOff,
  'cloud-upload': cloudUpload,
  command,
  compare,
  copy,
  ellipsis,
  'external-link': externalLink,
  'eye-off': eyeOff,
  file,
  'file-down': fileDown,
  'file-up': fileUp,
  globe,
  'graduation-cap': graduationCap,
  'hard-drive': hardDrive,
  heart,
  history,
  key,
  library,
  link,
  'list-checks': listChecks,
  lock,
  'map-pin': mapPin,
  'message-square': messageSquare,
  monitor,
  moon,
  note,
  package: parcel,
  pencil,
  pin,
  play,
  plus,
  redo,
  refresh,
  search,
  send,
  settings,
  'share-excerpt': shareExcerpt,
  shield,
  'shield-alert': shieldAlert,
  'shield-check': shieldCheck,
  sprout,
  'square-check': squareCheck,
  sun,
  sunrise,
  tag,
  target,
  trash,
  undo,
  unplug,
  'user-plus': userPlus,
  'user-x': userX,
  users,
  video,
  x,
};

export type IconName = keyof typeof sources;

export const icons = Object.fromEntries(
  Object.entries(sources).map(([name, svg]) => [name, drawing(svg)]),
) as Record<IconName, string>;
