// A C project to be built: many files of a common size, the same ones each time.

/** @returns {Map<string, string>} texts by file name: `main.c`, a header, the modules, and a makefile */
export function cProject(modules) {
  const numbers = Array.from({ length: modules }, (_, index) => index);
  return new Map([
    ['all.h', numbers.map((number) => `int module_${number}(int given);\n`).join('')],
    ['main.c', mainOf(numbers)],
    ...numbers.map((number) => [`module_${number}.c`, moduleOf(number)]),
    ['Makefile', makefile(['main', ...numbers.map((number) => `module_${number}`)])],
  ]);
}

function mainOf(numbers) {
  const sum = numbers.map((number) => `  sum += module_${number}(sum);\n`).join('');
  return `#include <stdio.h>\n#include "all.h"\n\nint main(void) {\n  int sum = 0;\n${sum}  printf("%d\\n", sum);\n  return 0;\n}\n`;
}

const FUNCTIONS = 12;

function moduleOf(number) {
  const steps = Array.from({ length: FUNCTIONS }, (_, step) => functionOf(step, number));
  const calls = steps.map((_, step) => `  given = step_${step}(given);\n`).join('');
  return `#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "all.h"

struct entry {
  char name[32];
  int value;
  struct entry *next;
};

${steps.join('\n')}
int module_${number}(int given) {
${calls}  return given;
}
`;
}

function functionOf(step, number) {
  return `static int step_${step}(int given) {
  struct entry *first = NULL;
  for (int i = 0; i < ${step + 3}; i++) {
    struct entry *entry = malloc(sizeof *entry);
    if (entry == NULL) return errno;
    snprintf(entry->name, sizeof entry->name, "entry %d of %d", i, given + ${number});
    entry->value = (given ^ ${step * 7919 + number}) % (i + 2);
    entry->next = first;
    first = entry;
  }
  while (first != NULL) {
    struct entry *next = first->next;
    for (size_t at = 0; at < strlen(first->name); at++)
      given += isdigit((unsigned char)first->name[at]) ? first->value : ${step + 1};
    free(first);
    first = next;
  }
  return given & 0xffff;
}
`;
}

function makefile(names) {
  const objects = names.map((name) => `${name}.o`).join(' ');
  return `CC = gcc
OBJECTS = ${objects}

program: $(OBJECTS)
\t@$(CC) -o $@ $(OBJECTS)

%.o: %.c all.h
\t@$(CC) -O2 -c -o $@ $<
`;
}
