import type { Case, Observation } from '../case.ts';
import type { Stage } from '../stage.ts';

/** What programs make of the character set and the order of letters. */
const LETTERS = String.raw`
x='ü日'; [[ $x == ?? ]] && echo two letters; locale charmap
printf '%s\n' b a B é z Z | sort | tr '\n' ' '; printf 'é日\n' | wc -m
ls -b names; [[ é == [[:alpha:]] ]] && echo letter
python3 -c 'import locale, sys; locale.setlocale(locale.LC_ALL, ""); print(sys.stdout.encoding, sys.getfilesystemencoding(), locale.getpreferredencoding(False))'
node -p '"é日".toUpperCase()'
`;

/** What time it was, winter and summer, and before anybody thought of time zones. */
const CLOCK = String.raw`
for at in 1700000000 1690000000 -3000000000; do date -d @$at '+%F %T %Z %z'; done
python3 -c 'import datetime, time; print(datetime.datetime.fromtimestamp(1690000000).astimezone(), time.tzname)'
`;

const HOURS = `node -p 'new Date(17e11).getTimezoneOffset() + " " + new Date(169e10).getHours()'\n`;

/** The same line with each of these put before it. */
function inEach(settings: readonly string[], line: string) {
  return (stage: Stage): Promise<Observation> => {
    return Promise.all(settings.map((setting) => stage.sh(`${setting}; ${line}`)));
  };
}

const NONE = 'unset LANG LC_ALL LC_CTYPE';

/** How many letters this is, and by what character set. */
const WIDTH = `tool bash -c 'x=ü日; echo \${#x}; locale charmap'`;

export const locale: readonly Case[] = [
  {
    row: 35,
    part: 'LANG, LC_ALL and LC_CTYPE decide on letters and their order',
    streams: 'pipes',
    async observe(stage) {
      stage.write('names/ü', '');
      stage.write('look.sh', LETTERS);
      const settings = [
        `${NONE}; export LANG=C.UTF-8`,
        `${NONE}; export LANG=C.utf8`,
        `${NONE}; export LANG=C.UTF-8 LC_ALL=C`,
        `${NONE}; export LANG=POSIX LC_CTYPE=C.UTF-8`,
        NONE,
      ];
      return inEach(settings, 'tool bash look.sh')(stage);
    },
  },
  {
    row: 35,
    part: 'letters are letters in a locale that only this machine has',
    streams: 'pipes',
    async observe(stage) {
      const make = 'mkdir locales; localedef -i de_DE -f UTF-8 ./locales/de_DE.UTF-8';
      const choose = `${NONE}; export LOCPATH="$PWD/locales" LANG=de_DE.UTF-8`;
      return stage.sh(`${make}; ${choose}; ${WIDTH}`);
    },
  },
  {
    row: 35,
    part: 'TZ names a zone',
    streams: 'pipes',
    async observe(stage) {
      stage.write('look.sh', CLOCK + HOURS);
      const zones = ['America/New_York', ':Asia/Kolkata', '/usr/share/zoneinfo/Asia/Tokyo'];
      return inEach(zones.map(exportTz), 'tool bash look.sh')(stage);
    },
  },
  {
    row: 35,
    part: 'TZ spells a rule out, is empty, or names nothing',
    streams: 'pipes',
    async observe(stage) {
      stage.write('look.sh', CLOCK);
      const rules = ['EST5EDT', 'CET-1CEST,M3.5.0,M10.5.0/3', '<+0330>-3:30', '', 'No/Where'];
      return inEach(rules.map(exportTz), 'tool bash look.sh')(stage);
    },
  },
  {
    row: 35,
    part: 'TZ names a file of the project',
    streams: 'pipes',
    async observe(stage) {
      stage.write('look.sh', CLOCK);
      const copy = 'cp /usr/share/zoneinfo/Australia/Lord_Howe zone; export TZ=":$PWD/zone"';
      return stage.sh(`${copy}; tool bash look.sh`);
    },
  },
  {
    row: 35,
    part: 'without TZ, the zone of the machine',
    streams: 'pipes',
    callers: ['root'],
    async observe(stage) {
      stage.write('look.sh', CLOCK + HOURS);
      // In a mount namespace of its own, so that this machine seems to be in another zone.
      const layers = stage.elsewhere('layers');
      const overlay = `lowerdir=/etc,upperdir=${layers}/upper,workdir=${layers}/work`;
      const line = [
        `mkdir ${layers}/upper ${layers}/work && mount -t overlay overlay -o ${overlay} /etc`,
        'ln -sfn /usr/share/zoneinfo/America/St_Johns /etc/localtime && tool bash look.sh',
      ].join(' && ');
      return stage.sh(`unshare --mount bash -c '${line}'`);
    },
  },
];

function exportTz(value: string): string {
  return `export TZ='${value}'`;
}
