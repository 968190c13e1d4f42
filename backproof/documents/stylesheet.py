"""The style sheet of a report's page: two columns on a desk, one on a phone."""

CSS = """
:root { --wrong: #b3261e; --right: #1c6b35; --doubt: #8a5a00; --plain: #52606d; --blue: #2a5d9f }
* { box-sizing: border-box }
body { font: 17px/1.55 Georgia, "DejaVu Serif", serif; color: #1c1c1e; background: #fdfdfb; margin: 0 }
header, main { max-width: 76rem; margin: 0 auto; padding: 0 1.2rem }
header { padding-top: 1.6rem; border-bottom: 1px solid #dcdcd4; margin-bottom: 1.2rem }
h1 { font-size: 1.5rem; margin: 0 0 .4rem; overflow-wrap: anywhere } h2 { font-size: 1.15rem; margin: 0 } .row:has(h2) { margin-top: 1.1rem }
.first a { color: var(--wrong); font-weight: bold }
.chips { list-style: none; margin: .6rem 0; padding: 0; display: flex; flex-wrap: wrap; gap: .4rem }
.chips li { border: 1px solid currentColor; border-radius: 1rem; padding: .05rem .7rem; font-size: .85rem }
.small, .setting, .at, .line, summary { color: var(--plain); font-size: .82rem }
.setting { border-left: 3px solid #cfd6dd; padding-left: .6rem; margin: 1.2rem 0 .6rem }
.row { display: grid; grid-template-columns: 2.2rem minmax(0, 1fr) 23rem; gap: 0 1rem; align-items: start }
.line { text-align: right; padding-top: .3rem; font-variant-numeric: tabular-nums; user-select: none }
.source { padding: .1rem 0 .6rem; overflow-wrap: anywhere; min-width: 0 }
.item { padding-left: 1.1rem; text-indent: -1.1rem } .item::before { content: "\\2022"; display: inline-block; width: 1.1rem; text-indent: 0 }
.item > * { text-indent: 0 }
pre, code { font: .82rem/1.4 ui-monospace, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere } pre { overflow-x: auto; white-space: pre }
.display { display: flex; align-items: center; gap: .6rem; margin: .5rem 0; padding: .35rem .6rem; border-left: 4px solid #dcdcd4; background: #f6f6f1 }
.display .math { overflow-x: auto; overflow-y: hidden; flex: 1; min-width: 0; padding: .2rem 0 }
.display .badges { display: flex; flex-direction: column; gap: .15rem }
.inline.refuted .math { background: #fbe3e1; border-radius: 3px } .inline.conditional .math, .inline.undecided .math { background: #fbf3dc; border-radius: 3px }
.badge { font: .68rem/1 system-ui, sans-serif; text-decoration: none; white-space: nowrap; padding: .1rem .15rem; vertical-align: super }
.display .badge { vertical-align: baseline }
.refuted { color: var(--wrong) } .proved { color: var(--right) } .conditional, .broken { color: var(--doubt) }
.definition { color: var(--blue) } .undecided, .unreadable { color: var(--doubt) } .out-of-scope, .unclaimed { color: var(--plain) }
.display.refuted { border-color: var(--wrong); background: #fdf0ef } .display.proved { border-color: var(--right) }
.display.definition { border-color: var(--blue) }
.display.conditional, .display.undecided, .display.unreadable { border-color: var(--doubt) }
math { color: #1c1c1e; font-size: 1.05em } mtd { padding: .2em .25em } mtd.l { text-align: left } mtd.r { text-align: right }
aside { font: .84rem/1.4 system-ui, sans-serif; min-width: 0 }
.note { border-left: 3px solid currentColor; padding: .1rem 0 .1rem .6rem; margin: 0 0 .5rem; scroll-margin-top: 1rem }
.note p { margin: 0 } .note .at { float: right } .note.refuted { background: #fdf0ef; padding: .4rem .6rem }
.note:target { outline: 2px solid currentColor }
.claim { overflow-x: auto; overflow-y: hidden; padding: .15rem 0 } .claim math { font-size: 1.1em; math-style: normal }
dl { margin: .2rem 0 0; color: #1c1c1e } dt { color: var(--plain); float: left; clear: left; margin-right: .45rem } dt::after { content: ":" }
dd { margin: 0 0 .2rem; overflow-wrap: anywhere }
@media (max-width: 56rem) {
  body { font-size: 16px } header, main { padding: 0 .8rem } header { padding-top: 1rem }
  .row { grid-template-columns: minmax(0, 1fr) } .line { display: none }
  aside { margin: 0 0 .8rem } .display { padding: .3rem .4rem; margin: .4rem 0 }
}
@media print { .row { break-inside: avoid } .setting { break-after: avoid } }
"""
