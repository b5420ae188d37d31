/**
 * What people write for a time, where they live and when they write it, on both sides of the days in 2027 on which clocks are
 * changed, and what it means:
 *
 *   LOCAL TIME [ZONE, where it is not theirs] [RULE] = INSTANT [gap | overlap][, then THE NEXT INSTANT of a rule]
 *
 * Seconds are a span from now; a code is what is asked or told instead.
 */
export interface Place {
  readonly place: string;
  readonly zone: string;
  /** An instant. */
  readonly now: string;
  readonly rows: Readonly<Record<string, string>>;
}

export const TIMES: readonly Place[] = [
  {
    place: 'New York, before the clocks go forward',
    zone: 'America/New_York',
    now: '2027-03-12T15:20Z',
    rows: {
      'tomorrow at 9:30': '2027-03-13T09:30 = 2027-03-13T14:30Z',
      'in 20 minutes': '1200 s = 2027-03-12T15:40Z',
      'every weekday at 9:30':
        '2027-03-15T09:30 FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR = 2027-03-15T13:30Z, then 2027-03-16T13:30Z',
      'on the first Monday of the month at 15:00 Berlin time':
        '2027-04-05T15:00 Europe/Berlin FREQ=MONTHLY;BYDAY=1MO = 2027-04-05T13:00Z, then 2027-05-03T13:00Z',
      'at noon': '2027-03-12T12:00 = 2027-03-12T17:00Z',
      'next Tuesday 3pm': '2027-03-16T15:00 = 2027-03-16T19:00Z',
      'on 14 March at 1:59am': '2027-03-14T01:59 = 2027-03-14T06:59Z',
      'on 14 March at 2:30 am': '2027-03-14T02:30 = 2027-03-14T07:30Z gap',
      'on 14 March at 02:00': '2027-03-14T02:00 = 2027-03-14T07:00Z gap',
      'on Sunday at 3am': '2027-03-14T03:00 = 2027-03-14T07:00Z',
      'on 14 March at 2:30': '2027-03-14T14:30 = 2027-03-14T18:30Z',
      'on the 14th at 02:59': '2027-03-14T02:59 = 2027-03-14T07:59Z gap',
      'every day at 02:30': '2027-03-13T02:30 FREQ=DAILY = 2027-03-13T07:30Z, then 2027-03-14T07:30Z gap',
      'every Sunday at 2:15am':
        '2027-03-14T02:15 FREQ=WEEKLY;BYDAY=SU = 2027-03-14T07:15Z gap, then 2027-03-21T06:15Z',
      'in 40 hours': '144000 s = 2027-03-14T07:20Z',
      'in 2 days': '2027-03-14T10:20 = 2027-03-14T14:20Z',
      'in half an hour': '1800 s = 2027-03-12T15:50Z',
      'tonight at 8': '2027-03-12T20:00 = 2027-03-13T01:00Z',
      'every other Friday at 16:00':
        '2027-03-12T16:00 FREQ=WEEKLY;INTERVAL=2;BYDAY=FR = 2027-03-12T21:00Z, then 2027-03-26T20:00Z',
      'on the last Friday of each month at 9':
        '2027-03-26T09:00 FREQ=MONTHLY;BYDAY=-1FR = 2027-03-26T13:00Z, then 2027-04-30T13:00Z',
      'half past nine': '2027-03-13T09:30 = 2027-03-13T14:30Z',
      'at 5': '2027-03-12T17:00 = 2027-03-12T22:00Z',
      'at 7': '2027-03-12T19:00 = 2027-03-13T00:00Z',
      'today at 9': '2027-03-12T21:00 = 2027-03-13T02:00Z',
      'at 9 in London': '2027-03-13T09:00 Europe/London = 2027-03-13T09:00Z',
      'tomorrow at 9 Sydney time': '2027-03-13T09:00 Australia/Sydney = 2027-03-12T22:00Z',
      'at 14:00 ET': '2027-03-12T14:00 = 2027-03-12T19:00Z',
      'at 9 EST': '2027-03-13T09:00 = 2027-03-13T14:00Z',
      'at 14:00 UTC': '2027-03-13T14:00 UTC = 2027-03-13T14:00Z',
      'at 9 PT tomorrow': '2027-03-13T09:00 America/Los_Angeles = 2027-03-13T17:00Z',
    },
  },
  {
    place: 'New York, before the clocks go back',
    zone: 'America/New_York',
    now: '2027-11-05T14:20Z',
    rows: {
      'on Sunday at 1:30am': '2027-11-07T01:30 = 2027-11-07T05:30Z overlap',
      'on 7 November at 01:00': '2027-11-07T01:00 = 2027-11-07T05:00Z overlap',
      'on 7 November at 1:59 am': '2027-11-07T01:59 = 2027-11-07T05:59Z overlap',
      'on 7 November at 2am': '2027-11-07T02:00 = 2027-11-07T07:00Z',
      'on Sunday at 00:30': '2027-11-07T00:30 = 2027-11-07T04:30Z',
      'on Sunday at 9:30': '2027-11-07T09:30 = 2027-11-07T14:30Z',
      'every Sunday at 01:30':
        '2027-11-07T01:30 FREQ=WEEKLY;BYDAY=SU = 2027-11-07T05:30Z overlap, then 2027-11-14T06:30Z',
      'every day at 1:30 am':
        '2027-11-06T01:30 FREQ=DAILY = 2027-11-06T05:30Z, then 2027-11-07T05:30Z overlap',
      'Monday to Friday at 8':
        '2027-11-08T08:00 FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR = 2027-11-08T13:00Z, then 2027-11-09T13:00Z',
      'in 48 hours': '172800 s = 2027-11-07T14:20Z',
      'in 2 days': '2027-11-07T10:20 = 2027-11-07T15:20Z',
      'in two weeks': '2027-11-19T10:20 = 2027-11-19T15:20Z',
      'tomorrow at midnight': 'time.unclear',
      'tonight at midnight': '2027-11-06T00:00 = 2027-11-06T04:00Z',
      'at midnight': '2027-11-06T00:00 = 2027-11-06T04:00Z',
      'on Sunday at 2am London time': '2027-11-07T02:00 Europe/London = 2027-11-07T02:00Z',
      'at 9 CET on Monday': '2027-11-08T09:00 Europe/Berlin = 2027-11-08T08:00Z',
      'on the 7th at 5am UTC': '2027-11-07T05:00 UTC = 2027-11-07T05:00Z',
      'next Sunday at 01:30': '2027-11-14T01:30 = 2027-11-14T06:30Z',
      'every month on the 7th at 1:30am':
        '2027-11-07T01:30 FREQ=MONTHLY;BYMONTHDAY=7 = 2027-11-07T05:30Z overlap, then 2027-12-07T06:30Z',
    },
  },
  {
    place: 'Berlin, before the clocks go forward',
    zone: 'Europe/Berlin',
    now: '2027-03-26T13:05Z',
    rows: {
      'tomorrow at 9:30': '2027-03-27T09:30 = 2027-03-27T08:30Z',
      'on Sunday at 1:59am': '2027-03-28T01:59 = 2027-03-28T00:59Z',
      'on Sunday at 2:30am': '2027-03-28T02:30 = 2027-03-28T01:30Z gap',
      'on 28 March at 02:00': '2027-03-28T02:00 = 2027-03-28T01:00Z gap',
      'on 28 March at 3am': '2027-03-28T03:00 = 2027-03-28T01:00Z',
      'every day at 02:30': '2027-03-27T02:30 FREQ=DAILY = 2027-03-27T01:30Z, then 2027-03-28T01:30Z gap',
      'every Sunday at 2:30am':
        '2027-03-28T02:30 FREQ=WEEKLY;BYDAY=SU = 2027-03-28T01:30Z gap, then 2027-04-04T00:30Z',
      'every weekday at 9:30':
        '2027-03-29T09:30 FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR = 2027-03-29T07:30Z, then 2027-03-30T07:30Z',
      'in 36 hours': '129600 s = 2027-03-28T01:05Z',
      'at 9 New York time on Sunday': '2027-03-28T09:00 America/New_York = 2027-03-28T13:00Z',
      'on Sunday at 9am ET': '2027-03-28T09:00 America/New_York = 2027-03-28T13:00Z',
      'Monday at 14:00 London time': '2027-03-29T14:00 Europe/London = 2027-03-29T13:00Z',
      'at 10 CEST on Monday': '2027-03-29T10:00 = 2027-03-29T08:00Z',
      'at 10 CET on Monday': '2027-03-29T10:00 = 2027-03-29T08:00Z',
      'in Tokyo at 9': '2027-03-27T09:00 Asia/Tokyo = 2027-03-27T00:00Z',
      'tomorrow at 9 JST': '2027-03-27T09:00 Asia/Tokyo = 2027-03-27T00:00Z',
      'on 3/4 at 9': 'time.unclear',
      'on 28/3 at 02:30': '2027-03-28T02:30 = 2027-03-28T01:30Z gap',
      'on the last Sunday of the month at 2:30am':
        '2027-03-28T02:30 FREQ=MONTHLY;BYDAY=-1SU = 2027-03-28T01:30Z gap, then 2027-04-25T00:30Z',
      'at 25:00': 'time.unclear',
    },
  },
  {
    place: 'Berlin, before the clocks go back',
    zone: 'Europe/Berlin',
    now: '2027-10-29T12:05Z',
    rows: {
      'on Sunday at 2:30am': '2027-10-31T02:30 = 2027-10-31T00:30Z overlap',
      'on 31 October at 02:00': '2027-10-31T02:00 = 2027-10-31T00:00Z overlap',
      'on 31 October at 2:59 am': '2027-10-31T02:59 = 2027-10-31T00:59Z overlap',
      'on 31 October at 03:00': '2027-10-31T03:00 = 2027-10-31T02:00Z',
      'every Sunday at 02:30':
        '2027-10-31T02:30 FREQ=WEEKLY;BYDAY=SU = 2027-10-31T00:30Z overlap, then 2027-11-07T01:30Z',
      'every day at 2:30am':
        '2027-10-30T02:30 FREQ=DAILY = 2027-10-30T00:30Z, then 2027-10-31T00:30Z overlap',
      'tomorrow evening at 8': '2027-10-30T20:00 = 2027-10-30T18:00Z',
      'on the 31st at 9': '2027-10-31T09:00 = 2027-10-31T08:00Z',
      'on the last day of the month at 17:00':
        '2027-10-31T17:00 FREQ=MONTHLY;BYMONTHDAY=-1 = 2027-10-31T16:00Z, then 2027-11-30T16:00Z',
      'on Halloween at 9': 'time.unclear',
      'at 9 IST': 'time.zone-ambiguous',
      'at 9:30 Asia/Kolkata': '2027-10-30T09:30 Asia/Kolkata = 2027-10-30T04:00Z',
      'the day after tomorrow at 02:30': '2027-10-31T02:30 = 2027-10-31T00:30Z overlap',
      'in 3 days at 9:30': '2027-11-01T09:30 = 2027-11-01T08:30Z',
      'quarter to ten tomorrow': '2027-10-30T09:45 = 2027-10-30T07:45Z',
    },
  },
  {
    place: 'London, before the clocks go forward',
    zone: 'Europe/London',
    now: '2027-03-26T13:05Z',
    rows: {
      'on Sunday at 00:59': '2027-03-28T00:59 = 2027-03-28T00:59Z',
      'on Sunday at 1:30am': '2027-03-28T01:30 = 2027-03-28T01:30Z gap',
      'on 28 March at 01:00': '2027-03-28T01:00 = 2027-03-28T01:00Z gap',
      'on 28 March at 2am': '2027-03-28T02:00 = 2027-03-28T01:00Z',
      'every Sunday at 01:30':
        '2027-03-28T01:30 FREQ=WEEKLY;BYDAY=SU = 2027-03-28T01:30Z gap, then 2027-04-04T00:30Z',
      'every Monday and Thursday at 10':
        '2027-03-29T10:00 FREQ=WEEKLY;BYDAY=MO,TH = 2027-03-29T09:00Z, then 2027-04-01T09:00Z',
      'tomorrow at noon': '2027-03-27T12:00 = 2027-03-27T12:00Z',
      'at 9 GMT on Monday': '2027-03-29T09:00 UTC = 2027-03-29T09:00Z',
      'at 9 BST on Monday': '2027-03-29T09:00 = 2027-03-29T08:00Z',
      'at 9 UK time on Monday': '2027-03-29T09:00 = 2027-03-29T08:00Z',
      'on Sunday at 2:30am in Berlin': '2027-03-28T02:30 Europe/Berlin = 2027-03-28T01:30Z gap',
      'on Friday 2 April at 9': '2027-04-02T09:00 = 2027-04-02T08:00Z',
      'Friday at 2pm': '2027-03-26T14:00 = 2027-03-26T14:00Z',
      'Friday at 1pm': '2027-04-02T13:00 = 2027-04-02T12:00Z',
      'this Friday at 4pm': '2027-03-26T16:00 = 2027-03-26T16:00Z',
      'last Friday at 4pm': 'time.past',
      'yesterday at 9': 'time.past',
    },
  },
  {
    place: 'London, before the clocks go back',
    zone: 'Europe/London',
    now: '2027-10-29T12:05Z',
    rows: {
      'on Sunday at 1:30am': '2027-10-31T01:30 = 2027-10-31T00:30Z overlap',
      'on 31 October at 01:00': '2027-10-31T01:00 = 2027-10-31T00:00Z overlap',
      'on 31 October at 00:59': '2027-10-31T00:59 = 2027-10-30T23:59Z',
      'on 31 October at 2am': '2027-10-31T02:00 = 2027-10-31T02:00Z',
      'every day at 01:30': '2027-10-30T01:30 FREQ=DAILY = 2027-10-30T00:30Z, then 2027-10-31T00:30Z overlap',
      'every Sunday at 1:30am':
        '2027-10-31T01:30 FREQ=WEEKLY;BYDAY=SU = 2027-10-31T00:30Z overlap, then 2027-11-07T01:30Z',
      'Mondays at 9': '2027-11-01T09:00 FREQ=WEEKLY;BYDAY=MO = 2027-11-01T09:00Z, then 2027-11-08T09:00Z',
      'every 2 weeks on Monday at 9':
        '2027-11-01T09:00 FREQ=WEEKLY;INTERVAL=2;BYDAY=MO = 2027-11-01T09:00Z, then 2027-11-15T09:00Z',
      'weekly on Tuesday at 14:00':
        '2027-11-02T14:00 FREQ=WEEKLY;BYDAY=TU = 2027-11-02T14:00Z, then 2027-11-09T14:00Z',
      'on 29 February at 9': '2028-02-29T09:00 = 2028-02-29T09:00Z',
      'on 29 February 2028 at 9': '2028-02-29T09:00 = 2028-02-29T09:00Z',
      'on 1 December 2028 at 9': 'time.too-far',
      'in 5 minutes': '300 s = 2027-10-29T12:10Z',
      'in an hour and a half': '5400 s = 2027-10-29T13:35Z',
      'in 90 seconds': '90 s = 2027-10-29T12:06:30Z',
    },
  },
  {
    place: 'Sydney, before the clocks go back',
    zone: 'Australia/Sydney',
    now: '2027-04-02T05:40Z',
    rows: {
      'on Sunday at 2:30am': '2027-04-04T02:30 = 2027-04-03T15:30Z overlap',
      'on 4 April at 02:00': '2027-04-04T02:00 = 2027-04-03T15:00Z overlap',
      'on 4 April at 3am': '2027-04-04T03:00 = 2027-04-03T17:00Z',
      'on 4 April at 01:59': '2027-04-04T01:59 = 2027-04-03T14:59Z',
      'every Sunday at 02:30':
        '2027-04-04T02:30 FREQ=WEEKLY;BYDAY=SU = 2027-04-03T15:30Z overlap, then 2027-04-10T16:30Z',
      'every day at 2:30am':
        '2027-04-03T02:30 FREQ=DAILY = 2027-04-02T15:30Z, then 2027-04-03T15:30Z overlap',
      'tomorrow at 9 London time': '2027-04-03T09:00 Europe/London = 2027-04-03T08:00Z',
      'tomorrow at 9': '2027-04-03T09:00 = 2027-04-02T22:00Z',
      'at 5': '2027-04-02T17:00 = 2027-04-02T06:00Z',
      'at 9 AEST on Monday': '2027-04-05T09:00 = 2027-04-04T23:00Z',
      'at 9 Perth time': '2027-04-03T09:00 Australia/Perth = 2027-04-03T01:00Z',
      'in 2 hours': '7200 s = 2027-04-02T07:40Z',
      'on the first Monday of the month at 9':
        '2027-04-05T09:00 FREQ=MONTHLY;BYDAY=1MO = 2027-04-04T23:00Z, then 2027-05-02T23:00Z',
      'on the third Thursday of every month at 11:30':
        '2027-04-15T11:30 FREQ=MONTHLY;BYDAY=3TH = 2027-04-15T01:30Z, then 2027-05-20T01:30Z',
      'next week on Tuesday at 9': '2027-04-06T09:00 = 2027-04-05T23:00Z',
    },
  },
  {
    place: 'Sydney, before the clocks go forward',
    zone: 'Australia/Sydney',
    now: '2027-10-01T06:40Z',
    rows: {
      'on Sunday at 2:30am': '2027-10-03T02:30 = 2027-10-02T16:30Z gap',
      'on 3 October at 02:00': '2027-10-03T02:00 = 2027-10-02T16:00Z gap',
      'on 3 October at 1:59am': '2027-10-03T01:59 = 2027-10-02T15:59Z',
      'on 3 October at 3am': '2027-10-03T03:00 = 2027-10-02T16:00Z',
      'every Sunday at 02:30':
        '2027-10-03T02:30 FREQ=WEEKLY;BYDAY=SU = 2027-10-02T16:30Z gap, then 2027-10-09T15:30Z',
      'every day at 2:15 am': '2027-10-02T02:15 FREQ=DAILY = 2027-10-01T16:15Z, then 2027-10-02T16:15Z gap',
      'Sunday 10am': '2027-10-03T10:00 = 2027-10-02T23:00Z',
      'on the 3rd at 02:59': '2027-10-03T02:59 = 2027-10-02T16:59Z gap',
      'every weekday at 8:45':
        '2027-10-04T08:45 FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR = 2027-10-03T21:45Z, then 2027-10-04T21:45Z',
      'in 36 hours': '129600 s = 2027-10-02T18:40Z',
      'in a day': '2027-10-02T16:40 = 2027-10-02T06:40Z',
      'at 9am in New York': '2027-10-01T09:00 America/New_York = 2027-10-01T13:00Z',
      'on Monday at 9 Auckland time': '2027-10-04T09:00 Pacific/Auckland = 2027-10-03T20:00Z',
      'this afternoon at 6': '2027-10-01T18:00 = 2027-10-01T08:00Z',
    },
  },
  {
    place: 'Kolkata, whose clocks stay',
    zone: 'Asia/Kolkata',
    now: '2027-03-12T15:20Z',
    rows: {
      'on 14 March at 02:30': '2027-03-14T02:30 = 2027-03-13T21:00Z',
      'on Sunday at 2:30 am New York time': '2027-03-14T02:30 America/New_York = 2027-03-14T07:30Z gap',
      'on 28 March at 2:30am Berlin time': '2027-03-28T02:30 Europe/Berlin = 2027-03-28T01:30Z gap',
      'every weekday at 9:30':
        '2027-03-15T09:30 FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR = 2027-03-15T04:00Z, then 2027-03-16T04:00Z',
      'every Sunday at 2:30am ET':
        '2027-03-14T02:30 America/New_York FREQ=WEEKLY;BYDAY=SU = 2027-03-14T07:30Z gap, then 2027-03-21T06:30Z',
      'at 9 IST': '2027-03-13T09:00 = 2027-03-13T03:30Z',
      'at 21:00': '2027-03-12T21:00 = 2027-03-12T15:30Z',
      'at 9': '2027-03-13T09:00 = 2027-03-13T03:30Z',
      'at 9pm': '2027-03-12T21:00 = 2027-03-12T15:30Z',
      'tonight at 11': '2027-03-12T23:00 = 2027-03-12T17:30Z',
      'tomorrow morning at 6': '2027-03-13T06:00 = 2027-03-13T00:30Z',
      'in 10 min': '600 s = 2027-03-12T15:30Z',
      'at 10:30 in London on 29 March': '2027-03-29T10:30 Europe/London = 2027-03-29T09:30Z',
      'on Monday at 9:15': '2027-03-15T09:15 = 2027-03-15T03:45Z',
      'from Monday to Friday at 18:30':
        '2027-03-15T18:30 FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR = 2027-03-15T13:00Z, then 2027-03-16T13:00Z',
      'on 28 March at 1:30am UK time': '2027-03-28T01:30 Europe/London = 2027-03-28T01:30Z gap',
    },
  },
  {
    place: 'São Paulo, whose clocks stay',
    zone: 'America/Sao_Paulo',
    now: '2027-03-12T15:20Z',
    rows: {
      'on 14 March at 02:30': '2027-03-14T02:30 = 2027-03-14T05:30Z',
      'on 7 November at 1:30am New York time':
        '2027-11-07T01:30 America/New_York = 2027-11-07T05:30Z overlap',
      'on 31 October at 2:30 am Berlin time': '2027-10-31T02:30 Europe/Berlin = 2027-10-31T00:30Z overlap',
      'every weekday at 9:30':
        '2027-03-15T09:30 FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR = 2027-03-15T12:30Z, then 2027-03-16T12:30Z',
      'every Sunday at 1:30am London time':
        '2027-03-14T01:30 Europe/London FREQ=WEEKLY;BYDAY=SU = 2027-03-14T01:30Z, then 2027-03-21T01:30Z',
      'tomorrow at 9 BRT': '2027-03-13T09:00 = 2027-03-13T12:00Z',
      'at 9 São Paulo time': '2027-03-13T09:00 = 2027-03-13T12:00Z',
      'noon tomorrow': '2027-03-13T12:00 = 2027-03-13T15:00Z',
      'at 12': '2027-03-13T12:00 = 2027-03-13T15:00Z',
      'at 12am': '2027-03-13T00:00 = 2027-03-13T03:00Z',
      'at 3': '2027-03-12T15:00 = 2027-03-12T18:00Z',
      'at three thirty': '2027-03-12T15:30 = 2027-03-12T18:30Z',
      'ten to five': '2027-03-12T16:50 = 2027-03-12T19:50Z',
      'Wed at 9': '2027-03-17T09:00 = 2027-03-17T12:00Z',
      'on Wednesday, 17 March, at 9': '2027-03-17T09:00 = 2027-03-17T12:00Z',
      'on Tuesday, 17 March, at 9': 'time.unclear',
      '2027-03-20 at 10:00': '2027-03-20T10:00 = 2027-03-20T13:00Z',
      'every morning at 8': '2027-03-13T08:00 FREQ=DAILY = 2027-03-13T11:00Z, then 2027-03-14T11:00Z',
      'on weekends at 10':
        '2027-03-13T10:00 FREQ=WEEKLY;BYDAY=SA,SU = 2027-03-13T13:00Z, then 2027-03-14T13:00Z',
      'on Sunday 7 November at 9': '2027-11-07T09:00 = 2027-11-07T12:00Z',
      'on 1 February at 9': 'time.past',
      'on 28 February at 9': 'time.past',
      'on 1 December at 9': '2027-12-01T09:00 = 2027-12-01T12:00Z',
    },
  },
];
