/**
 * Shell, in a finished root file system: makes TeX's files the same in every build, where Debian's own scripts leave
 * them to chance (decisions/0021-the-same-bit-for-bit.md).
 *
 * - Logs tell the hour. A format of plain TeX holds it, and one of LuaTeX the order in which Lua walks its tables,
 *   which it draws from the clock and from addresses. `mktexfmt` makes these formats where they are first used.
 * - The lists of maps and formats are put together in the order of a directory on the disk (`update-updmap`), and so
 *   is the list of all files (`mktexlsr.pl`, which `fmtutil` runs; the program `mktexlsr` itself sorts).
 */
export const TIDY_TEX = `if [ -d var/lib/texmf/web2c ]; then
  find var/lib/texmf/web2c -name '*.log' -delete
  rm -rf var/lib/texmf/web2c/lua* var/lib/texmf/web2c/tex
  for list in fontmap-cfg/texlive:updmap.cfg-TEXLIVEDIST fontmap-cfg/texmf:updmap.cfg-DEBIAN \\
    fmtutil-cnf/texlive:fmtutil.cnf-TEXLIVEDIST fmtutil-cnf/texmf:fmtutil.cnf-DEBIAN; do
    parts=var/lib/tex-common/\${list%%:*}
    whole=var/lib/texmf/\${list##*:}
    if [ ! -e "$whole" ] || [ -z "$(ls -A "$parts" 2>/dev/null)" ]; then continue; fi
    { sed '/^###$/q' "$whole"; cat "$parts"/*; } > tmp/list
    cat tmp/list > "$whole"
    rm tmp/list
  done
  chroot . env -u TMPDIR mktexlsr /var/lib/texmf >&2
fi
`;
