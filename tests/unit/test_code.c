#include <stdlib.h>

#include "base/limits.h"
#include "code_facts.h"
#include "syntax/parse.h"

/* Lines of the dump (src/extract/dump.h) that each snippet must give. */
struct snippet {
    const char *language, *source, *lines;
};

static const struct snippet imports[] = {
    {"python", "import os", "import 1: os <- os module"},
    {"python", "import a.b as c", "import 1: c <- a.b module"},
    {"python", "import a.b", "import 1: a <- a.b module"},
    {"python", "import a, b.c as d", "import 1: a <- a module\nimport 1: d <- b.c module"},
    {"python", "from .x import y as z, w", "import 1: z <- .x . y\nimport 1: w <- .x . w"},
    {"python", "from .. import q", "import 1: q <- .. . q"},
    {"python", "from a.b import (\n    c,\n    d as e,\n)", "import 2: c <- a.b . c\nimport 3: e <- a.b . d"},
    {"python", "from m import *", "import 1:  <- m star"},
    {"python", "from __future__ import annotations", "!import 1: annotations <- __future__ . annotations"},
    {"python", "if TYPE_CHECKING:\n    from t import T\nelse:\n    T = 1",
     "import 2: T <- t . T type\nassign 4 @3: T = 1 const"},
    {"python", "if typing.TYPE_CHECKING:\n    import t", "import 2: t <- t module type"},
    {"python", "def f():\n    import inner", "import 2 in #2: inner <- inner module"},
    {"python", "try:\n    import a\nexcept ImportError:\n    a = None",
     "import 2: a <- a module\nassign 4 @3: a = null\nregion @3 handler 3-4 of @2 ImportError"},
    {"javascript", "import D from 'm'", "import 1: D <- m . default"},
    {"javascript", "import {a, b as c} from 'm'", "import 1: a <- m . a\nimport 1: c <- m . b"},
    {"javascript", "import * as n from 'm'", "import 1: n <- m module"},
    {"javascript", "import D, {a} from 'm'", "import 1: D <- m . default\nimport 1: a <- m . a"},
    {"javascript", "import D, * as n from 'm'", "import 1: D <- m . default\nimport 1: n <- m module"},
    {"javascript", "import {default as d} from 'm'", "import 1: d <- m . default"},
    {"javascript", "import 'm'", "import 1:  <- m side"},
    {"javascript", "const x = require('m')", "import 1: x <- m module"},
    {"javascript", "const {a: b, c} = require('m')", "import 1: b <- m . a\nimport 1: c <- m . c"},
    {"javascript", "const x = require('m').y;",
     "import 1: \"m\" <- m module\nassign 1: x = \"m\".y const"},
    {"javascript", "require('dotenv').config()", "call 1: \"dotenv\".config() statement"},
    {"javascript", "const m = await import('m')", "import 1: m <- m module"},
    {"javascript", "const {a} = await import('m')", "import 1: a <- m . a"},
    {"javascript", "async function f() { return (await import('m')).x }",
     "import 1 in #2: \"m\" <- m module\njump 1 in #2 @2: return await \"m\".x"},
    {"javascript", "const f = load(name); const g = require(name)",
     "assign 1: g = require(name) const"},
    {"javascript", "export {a as b, c} from './m'", "import 1: b <- ./m . a reexport\nimport 1: c <- ./m . c reexport"},
    {"javascript", "export {default as d, e as default} from './m'",
     "import 1: d <- ./m . default reexport\nimport 1: default <- ./m . e reexport"},
    {"javascript", "export * from './m'", "import 1:  <- ./m star reexport"},
    {"javascript", "export * as n from './m'", "import 1: n <- ./m module reexport"},
    {"typescript", "import type {T} from 'm'", "import 1: T <- m . T type"},
    {"typescript", "import {type T, v} from 'm'", "import 1: T <- m . T type\nimport 1: v <- m . v"},
    {"typescript", "import type D from 'm'", "import 1: D <- m . default type"},
    {"typescript", "import x = require('m')", "import 1: x <- m module"},
    {"typescript", "const x = require('m')", "import 1: x <- m module"},
    {"typescript", "export type {T} from 'm'", "import 1: T <- m . T reexport type"},
    {"tsx", "import React, {useState as s} from 'react'", "import 1: React <- react . default\nimport 1: s <- react . useState"},
};

static const struct snippet exports[] = {
    {"javascript", "export default f", "export 1: default = f"},
    {"javascript", "export default function main() {}",
     "export 1: default = main\nscope #2 function 'main' 1-1 exported ()"},
    {"javascript", "export default class A extends B {}", "export 1: default = A\nscope #2 class 'A' 1-1 exported bases B"},
    {"javascript", "export default class extends B {}", "export 1: default = class#2"},
    {"javascript", "export default () => 1", "export 1: default = function#2"},
    {"javascript", "export default async function () {}", "export 1: default = function#2"},
    {"javascript", "export function f() {}", "scope #2 function 'f' 1-1 exported ()\n!export 1: f = f"},
    {"javascript", "export const f = () => 1, x = 2",
     "scope #2 lambda 'f' 1-1 exported ()\nassign 1: f = function#2 const\nassign 1: x = 2 const"},
    {"javascript", "const a = 1; export {a, a as b}", "export 1: a = a\nexport 1: b = a"},
    {"javascript", "module.exports = {a, b: 2, c() {}, ...d}",
     "export 1: default = {\"a\": a, \"b\": 2, \"c\": function#2, *d}\nexport 1: a = a\nexport 1: b = 2\n"
     "export 1: c = function#2"},
    {"javascript", "module.exports = Client", "export 1: default = Client"},
    {"javascript", "exports.x = function named() {}",
     "export 1: x = function#2\nscope #2 lambda 'named' 1-1 exported ()"},
    {"javascript", "module.exports.y = 1", "export 1: y = 1"},
    {"typescript", "export = f", "export 1: default = f"},
    {"typescript", "export { type P, q }", "export 1: q = q\n!export 1: P = P"},
    {"typescript", "export interface I { a: string }\nexport type T = string", "!call 1: I()"},
    {"typescript", "export abstract class A {}\nexport enum E { X = 'x' }",
     "scope #2 class 'A' 1-1 exported\nscope #3 class 'E' 2-2 exported\nassign 2 in #3 @3: X = \"x\" field"},
    {"typescript", "@Injectable()\nexport class A {}", "scope #2 class 'A' 2-2 exported decorated Injectable()"},
};

static const struct snippet scopes[] = {
    {"python", "def f(a, b: int = 3, *args, c: Optional[str] = None, **kw: Any) -> List[str]: pass",
     "scope #2 function 'f' 1-1 (0 a, 1 b: int = 3, 2 ...args, 3 c: Optional[str] = null, 4 **kw: Any) -> List[str]"},
    {"python", "def f(a, /, b, *, c): pass", "scope #2 function 'f' 1-1 (0 a, 1 b, 2 c)"},
    {"python", "def f(*args: int, x: 'Client' = 1): pass", "scope #2 function 'f' 1-1 (0 ...args: int, 1 x: \"Client\" = 1)"},
    {"python", "async def f():\n    yield 1", "scope #2 function 'f' 1-2 async generator ()"},
    {"python", "@a.b(1)\n@c\ndef f(): pass", "scope #2 function 'f' 3-3 decorated a.b(1), c ()"},
    {"python", "class K:\n    @property\n    def p(self): pass\n    @staticmethod\n    def s(): pass\n    def m(self): pass",
     "scope #3 function 'p' 3-3 in #2 property decorated property (0 self)\n"
     "scope #4 function 's' 5-5 in #2 static decorated staticmethod ()\nscope #5 function 'm' 6-6 in #2 (0 self)"},
    {"python", "class K(Base, Generic[T], metaclass=M): pass", "scope #2 class 'K' 1-1 bases Base, Generic[T], metaclass=M"},
    {"python", "def f():\n    \"\"\"What f\n    does.\"\"\"\n    g()",
     "scope #2 function 'f' 1-4 () doc \"What f\\ndoes.\"\ncall 4 in #2 @2: g() statement"},
    {"python", "\"\"\"Module.\"\"\"\nclass K:\n    'Class.'\n    x = 1",
     "scope #1 module '' 1-4 doc \"Module.\"\nscope #2 class 'K' 2-4 doc \"Class.\""},
    {"python", "x = 1\n# about f\n# and more\ndef f(): pass", "scope #2 function 'f' 4-4 () doc \"about f\\nand more\""},
    {"python", "# about f\n@dec\ndef f(): pass", "scope #2 function 'f' 3-3 decorated dec () doc \"about f\""},
    {"python", "# not about f\n\ndef f(): pass", "scope #2 function 'f' 3-3 ()"},
    {"python", "f = lambda x, *y, k=1, **z: x + 1",
     "scope #2 lambda 'f' 1-1 (0 x, 1 ...y, 2 k = 1, 3 **z)\njump 1 in #2 @2: return (x + 1)"},
    {"python", "def f(g=lambda a: a): pass",
     "scope #2 lambda 'g' 1-1 (0 a)\nscope #3 function 'f' 1-1 (0 g = function#2)"},
    {"python", "def outer():\n    def inner(): pass\n    class C: pass",
     "scope #3 function 'inner' 2-2 in #2 ()\nscope #4 class 'C' 3-3 in #2"},
    {"javascript", "function f(a, b = 1, ...c) {}", "scope #2 function 'f' 1-1 (0 a, 1 b = 1, 2 ...c)"},
    {"javascript", "function f({a, b: c = 2, d = 3, ...e}, g) {}",
     "scope #2 function 'f' 1-1 (0 .a<-a, 0 .c<-b = 2, 0 .d<-d = 3, 0 .e<-, 1 g)"},
    {"javascript", "function f({a: {b, c: [d]}}, [e, , g]) {}",
     "scope #2 function 'f' 1-1 (0 .b<-a.b, 0 .d<-a.c.0, 1 .e<-0, 1 .g<-2)"},
    {"javascript", "function f({a} = {}, {b} = defaults()) {}",
     "scope #2 function 'f' 1-1 (0 .a<-a, 1 .b<-b)\ncall 1: defaults()"},
    {"javascript", "const f = x => x, g = async (a) => { b(a) }",
     "scope #2 lambda 'f' 1-1 (0 x)\nscope #3 lambda 'g' 1-1 async (0 a)\njump 1 in #2 @2: return x\n"
     "call 1 in #3 @3: b(a) statement"},
    {"javascript", "async function* f() {}\nconst g = function* named() {}",
     "scope #2 function 'f' 1-1 async generator ()\nscope #3 lambda 'named' 2-2 generator ()"},
    {"javascript", "const o = {execute: async ({q}) => q, run() { return 1 }, get p() {}, async *ag() {}, 'a b': () => 1}",
     "scope #2 lambda 'execute' 1-1 async (0 .q<-q)\nscope #3 lambda 'run' 1-1 ()\nscope #4 lambda 'p' 1-1 property ()\n"
     "scope #5 lambda 'ag' 1-1 async generator ()\nscope #6 lambda 'a b' 1-1 ()"},
    {"javascript", "class A extends B { x = 1; static y = 2; #z; async m() {} static s() {} get g() {} static { init(); } }",
     "scope #2 class 'A' 1-1 bases B\nassign 1 in #2 @2: x = 1 field\nassign 1 in #2 @2: y = 2 field\n"
     "assign 1 in #2 @2: #z field\nscope #3 function 'm' 1-1 in #2 async ()\nscope #4 function 's' 1-1 in #2 static ()\n"
     "scope #5 function 'g' 1-1 in #2 property ()\ncall 1 in #2 @2: init() statement"},
    {"javascript", "/**\n * Says hi.\n * @param x who\n */\nexport const hi = (x) => x;",
     "scope #2 lambda 'hi' 5-5 exported (0 x) doc \"Says hi.\\n@param x who\""},
    {"javascript", "class A {\n  // does m\n  m() {}\n}", "scope #3 function 'm' 3-3 in #2 () doc \"does m\""},
    {"javascript", "setTimeout(() => go(), 1)", "scope #2 lambda '' 1-1 ()\njump 1 in #2 @2: return go()"},
    {"typescript", "function f(a: string, b?: number, {c, d}: {c: C; d?: D}, {e}: P, ...r: X[]): Promise<Foo<Bar>> {}",
     "scope #2 function 'f' 1-1 (0 a: string, 1 b: number, 2 .c<-c: C, 2 .d<-d: D, 3 .e<-e: <P.e>, 4 ...r: [X]) -> "
     "Promise[Foo[Bar]]"},
    {"typescript", "class A { constructor(private client: OpenAI, readonly o: O = {}, plain) { super() } }",
     "scope #3 function 'constructor' 1-1 in #2 (0 client: OpenAI, 1 o: O = {}, 2 plain)\n"
     "assign 1 in #3 @3: <<this>.client>: OpenAI = <client>\nassign 1 in #3 @3: <<this>.o>: O = <o>"},
    {"typescript", "class A<T> extends B<T> implements I { static readonly M = 3; private llm: OpenAI = new OpenAI(); h = async (e: E) => e; abstract q(): void; }",
     "scope #2 class 'A' 1-1 bases B, I\nassign 1 in #2 @2: M = 3 field\nassign 1 in #2 @2: llm: OpenAI = new OpenAI() field\n"
     "scope #3 lambda 'h' 1-1 in #2 async (0 e: E)\nassign 1 in #2 @2: h = function#3 field"},
    {"typescript", "class A { @Get('/x') m(@Body() dto: Dto) {} }",
     "scope #3 function 'm' 1-1 in #2 decorated Get(\"/x\") (0 dto: other(Body(), Dto))\ncall 1 in #2 @2: Body()"},
    {"typescript", "function o(a: string): void;\nfunction o(this: Window, a?: any) {}",
     "scope #2 function 'o' 2-2 (0 a: any)"},
    {"typescript", "declare function g(): void; declare const c: C; interface I { m(): void }", "!scope #2 function 'g' 1-1 ()"},
    {"typescript", "namespace N { export const k = 1 }", "assign 1: k = 1 const"},
    {"tsx", "const C: FC<P> = ({a, on = () => 1}) => <div/>",
     "scope #2 lambda 'on' 1-1 ()\nscope #3 lambda 'C' 1-1 (0 .a<-a, 0 .on<-on = function#2)"},
};

static const struct snippet assigns[] = {
    {"python", "a, b = f()", "assign 1: a = <f()[0]>\nassign 1: b = <f()[1]>"},
    {"python", "x, (y, *z) = g()", "assign 1: x = <g()[0]>\nassign 1: y = <<g()[1]>[0]>\nassign 1: z = <g()[1]>"},
    {"python", "[a, b] = c", "assign 1: a = <c[0]>\nassign 1: b = <c[1]>"},
    {"python", "a = b = f()", "assign 1: b = f()\nassign 1: a = f()"},
    {"python", "x: int\ny: str = 'a'", "assign 1: x: int\nassign 2: y: str = \"a\""},
    {"python", "x: Optional[Foo] = None\ny: Foo | None = g\nz: dict[str, a.B]",
     "assign 1: x: Optional[Foo] = null\nassign 2: y: (Foo | null) = g\nassign 3: z: dict[[str, a.B]]"},
    {"python", "x += 1", "assign 1: x = 1 augmented"},
    {"python", "self.x = y\nd['k'] = v", "assign 1: self.x = y\nassign 2: d[\"k\"] = v"},
    {"python", "MODEL = 'gpt'\nmodel = 'x'", "assign 1: MODEL = \"gpt\" const\nassign 2: model = \"x\""},
    {"python", "class S:\n    timeout: int = 3\n    model = 'm'", "assign 2 in #2 @2: timeout: int = 3 field\nassign 3 in #2 @2: model = \"m\" field"},
    {"python", "if (n := len(a)) > 10: pass", "assign 1: n = len(a)\nregion @2 branch 1-1 (len(a) > 10)"},
    {"python", "for x in xs: pass\nfor i, v in e(xs): pass",
     "assign 1 @2: x = xs element\nassign 2 @3: i = <<e(xs)[]>[0]>\nassign 2 @3: v = <<e(xs)[]>[1]>"},
    {"python", "with a() as b, c: pass", "assign 1 @2: b = a() enter"},
    {"python", "y = [f(x) for x in xs if x]", "assign 1 @2: x = xs element\nassign 1: y = other(f(x))"},
    {"javascript", "const {text, usage: u} = await f()",
     "assign 1: text = <await f().text> const\nassign 1: u = <await f().usage> const"},
    {"javascript", "const {a = 1, b: {c}, ...r} = o",
     "assign 1: a = <either(<o.a> | 1)> const\nassign 1: c = <<o.b>.c> const\nassign 1: r = o const"},
    {"javascript", "const {[k]: v, 'x-y': w} = o", "assign 1: v = <o[k]> const\nassign 1: w = <o.x-y> const"},
    {"kotlin", "val a = if (c) \"x\" else \"$y/z\"", "assign 1: a = either(\"x\" | template(y, \"/z\"))"},
    {"kotlin", "val a = try { h() } catch (e: Exception) { \"\" }", "assign 1: a = either(h() | \"\")"},
    {"rust", "fn f() { let m = match c { 1 => \"a\", _ => { k(); \"b\" } }; }", "assign 1 in #2 @2: m = either(\"a\" | \"b\")"},
    {"rust", "fn f() { if let Some(x) = o { g(x); } h() }", "assign 1 in #2 @2: x = o"},
    {"rust", "fn f() {}\n#[cfg(test)]\n#[allow(dead_code)]\nmod tests {\n    // x\n    fn g() {}\n}\n#[tokio::test(flavor = \"x\")]\nasync fn h() {}\nfn k() {}",
     "scope #2 function 'f' 1-1 ()\nscope #3 function 'g' 6-6 test () doc \"x\"\nscope #4 function 'h' 9-9 async test ()\nscope #5 function 'k' 10-10 ()"},
    {"python", "c = None\ndef f():\n    global c\n    c = g()\n    d = 1", "assign 4 @2: c = g()\nassign 5 in #2 @2: d = 1"},
    {"python", "def f():\n    n = 0\n    def g():\n        nonlocal n\n        n = 1\n    n = 2",
     "assign 2 in #2 @2: n = 0\nassign 5 in #2 @3: n = 1\nassign 6 in #2 @2: n = 2"},
    {"javascript", "function f() { c = g(); d = 1 }\nlet c", "assign 1 @2: c = g()\nassign 1 @2: d = 1\nassign 2: c"},
    {"javascript", "function f(p) { let c; [c, p] = x; () => { c += 1; p = 2; q++ } }",
     "assign 1 in #2 @2: c\nassign 1 in #2 @2: c = <x[0]>\nassign 1 in #2 @2: p = <x[1]>\n"
     "assign 1 in #2 @3: c = 1 augmented\nassign 1 in #2 @3: p = 2\nassign 1 @3: q augmented"},
    {"javascript", "class A { m() { this.x = 1; y = 2 } }", "assign 1 in #3 @3: this.x = 1\nassign 1 @3: y = 2"},
    {"javascript", "let [a, , b = 2, ...c] = f()",
     "assign 1: a = <f()[0]>\nassign 1: b = <either(<f()[2]> | 2)>\nassign 1: c = f()"},
    {"javascript", "[a, b] = [b, a]; ({c} = o);", "assign 1: a = <[b, a][0]>\nassign 1: c = <o.c>"},
    {"javascript", "let x; var y = 1; const Z = 2", "assign 1: x\nassign 1: y = 1\nassign 1: Z = 2 const"},
    {"javascript", "a.b ||= 3; i++; x += 2", "assign 1: a.b = 3 augmented\nassign 1: i augmented\nassign 1: x = 2 augmented"},
    {"javascript", "this.x = y; a[0] = b", "assign 1: this.x = y\nassign 1: a[0] = b"},
    {"javascript", "for (const [k, v] of m) f(k)",
     "assign 1 @2: k = <<m[]>[0]>\nassign 1 @2: v = <<m[]>[1]>\ncall 1 @2: f(k) statement"},
    {"javascript", "const f = async () => (await g()).text", "jump 1 in #2 @2: return await g().text"},
    {"typescript", "let u: string | null | Promise<Foo[]>; const v: a.B = c!",
     "assign 1: u: ((string | null) | Promise[[Foo]])\nassign 1: v: a.B = c const"},
    {"typescript", "const a = b as const satisfies C; let d = <D>e(1)", "assign 1: a = b const\nassign 1: d = e(1)"},
    {"typescript", "x!.y = z as Foo", "assign 1: x.y = z"},
    {"typescript", "let f: (a: b) => c, g: {a: string; b?: D}",
     "scope #2 lambda '' 1-1 (0 a: b) -> c\nassign 1: f: function#2\nassign 1: g: {\"a\": string, \"b\": D}"},
};

static const struct snippet expressions[] = {
    {"python", "f(1, *a, k=2, **d)", "call 1: f(1, *a, k=2, **d) statement"},
    {"python", "x = await a.b(c)(d)", "assign 1: x = await a.b(c)(d)"},
    {"python", "f(x for x in y)", "call 1: f(other(x)) statement"},
    {"python", "f({'a': 1, **b, c: [1, (2, 3), {4}]})", "call 1: f({\"a\": 1, **b, c: [1, [2, 3], [4]]}) statement"},
    {"python", "f('a' \"b\" f'{c}d')", "call 1: f(template(\"ab\", c, \"d\")) statement"},
    {"python", "f('a' 'b')", "call 1: f(\"ab\") statement"},
    {"python", "f(f'v={v!r:>10} {{x}} {i + 1}')", "call 1: f(template(\"v=\", v, \" {x} \", (i + 1))) statement"},
    {"python", "f('a\\n\"\\'\\\\ \\d', r'\\n', b'x', '''y\nz''')",
     "call 1: f(\"a\\n\\\"'\\\\ \\\\d\", \"\\\\n\", \"x\", \"y\\nz\") statement"},
    {"python", "f(1_000, 0xFF, 1.5e3, -1, not a, ~b)", "call 1: f(1000, 0xFF, 1.5e3, (- 1), (not a), (~ b)) statement"},
    {"python", "f(True, False, None, ...)", "call 1: f(true, false, null, other()) statement"},
    {"python", "f(a or b, a and b, a if c else b)", "call 1: f(either(a | b), (a and b), either(c ? a | b)) statement"},
    {"python", "f(a < b < c, d not in e, g is not None)", "call 1: f(((a < b) < c), (d not in e), (g is not null)) statement"},
    {"python", "f(a[0], b['k'], c[1:2], d[x, y])", "call 1: f(a[0], b[\"k\"], c[other(1, 2)], d[[x, y]]) statement"},
    {"python", "chain = prompt | llm | parser", "assign 1: chain = ((prompt | llm) | parser)"},
    {"python", "f(  # note\n  a,  # first\n  b)", "call 1: f(a, b) statement"},
    {"javascript", "f(1, ...a, {b, c: 2, ...d, [e]: 3, 'k-1': 4})",
     "call 1: f(1, *a, {\"b\": b, \"c\": 2, *d, e: 3, \"k-1\": 4}) statement"},
    {"javascript", "new A.B(c); new D", "call 1: new A.B(c) statement\ncall 1: new D() statement"},
    {"javascript", "f(`a ${b} c`, `plain`, 'q\\'s')", "call 1: f(template(\"a \", b, \" c\"), \"plain\", \"q's\") statement"},
    {"javascript", "tag`hello ${x}`", "call 1: tag(template(\"hello \", x)) statement"},
    {"javascript", "a?.b?.[0]?.(1)", "call 1: a?.b?.[0]?.(1) statement"},
    {"typescript", "a?.b?.[0]?.(1)", "call 1: a?.b?.[0]?.(1) statement"},
    {"javascript", "f(a ?? b, a || b, a && b, c ? a : b, !d)",
     "call 1: f(either(a | b), either(a | b), (a && b), either(c ? a | b), (! d)) statement"},
    {"javascript", "p.then((r) => r.json()).catch(console.error)",
     "call 1: p.then(function#2).catch(console.error) statement\njump 1 in #2 @2: return r.json()"},
    {"javascript", "f(null, undefined, this, super.x, /re/g)", "call 1: f(null, null, this, super.x, other()) statement"},
    {"javascript", "f(import.meta.env.KEY, process.env['K'])", "call 1: f(import.meta.env.KEY, process.env[\"K\"]) statement"},
    {"javascript", "new Promise((resolve, reject) => { resolve(1) })",
     "scope #2 lambda '' 1-1 (0 resolve, 1 reject)\ncall 1 in #2 @2: resolve(1) statement"},
    {"typescript", "f<T>(a as B, c!, d satisfies E)", "call 1: f(a, c, d) statement"},
    {"tsx", "const e = <div className='x' {...r} onClick={() => go()} off>{t}<C a={1}/>text</div>",
     "jsx 1: <C>(a=1)\njsx 1: <div>(className=\"x\", *r, onClick=function#2, off=true, t, <C>(a=1))"},
    {"tsx", "const e = <><A.B/></>", "jsx 1: <A.B>()\njsx 1: <>(<A.B>())"},
    {"javascript", "const e = <A b={`x`}/>", "jsx 1: <A>(b=\"x\")"},
};

static const struct snippet control[] = {
    {"python", "if a: b()\nelif c: d()\nelse: e()",
     "region @2 branch 1-1 a\nregion @3 branch 2-2 of @2 c\nregion @4 else 3-3 of @3\ncall 2 @3: d() statement"},
    {"python", "try:\n    a()\nexcept (A, B.c) as e:\n    raise X('x') from e\nexcept C:\n    pass\nelse:\n    b()\nfinally:\n    c()",
     "region @2 try 1-2\nregion @3 handler 3-4 of @2 A, B.c as e\nregion @4 handler 5-6 of @2 C\n"
     "region @5 else 7-8 of @2\nregion @6 finally 9-10 of @2\njump 4 @3: raise X(\"x\")\njump 6 @4: pass"},
    {"python", "try: a()\nexcept: pass", "region @3 handler 2-2 of @2"},
    {"python", "try: a()\nexcept* E as e: pass", "region @3 handler 2-2 of @2 E as e"},
    {"python", "async with a() as f, lock:\n    b()", "region @2 with 1-2 await a(), await lock\ncall 2 @2: b() statement"},
    {"python", "while True:\n    break\nelse:\n    z()", "region @2 while 1-4 true\nregion @3 else 3-4 of @2\njump 2 @2: break"},
    {"python", "for x in xs:\n    continue", "region @2 each 1-2 xs\njump 2 @2: continue"},
    {"python", "while c.poll(): pass", "call 1 @2: c.poll()"},
    {"python", "match cmd:\n    case 'go' | 'run': a()\n    case 'x' if y: b()\n    case _: c()",
     "region @2 branch 2-2 <(cmd in [\"go\", \"run\"])>\nregion @3 branch 3-3 <(cmd == \"x\")>\nregion @4 else 4-4 of @3"},
    {"python", "def f():\n    assert a, 'm'\n    return a, b",
     "jump 2 in #2 @2: assert a\njump 3 in #2 @2: return [a, b]"},
    {"python", "def f(): ...", "jump 1 in #2 @2: pass"},
    {"python", "x = {k: v for k, v in d.items() for w in v}",
     "region @2 each 1-1 d.items()\nregion @3 each 1-1 below @2 v\nassign 1: x = other(k: v)"},
    {"javascript", "if (a) b(); else if (c) d(); else { e() }",
     "region @2 branch 1-1 a\nregion @3 branch 1-1 of @2 c\nregion @4 else 1-1 of @3\ncall 1 @4: e() statement"},
    {"javascript", "try { a() } catch (e) { throw new X('x', {cause: e}) } finally { c() }",
     "region @2 try 1-1\nregion @3 handler 1-1 of @2 as e\nregion @4 finally 1-1 of @2\n"
     "jump 1 @3: raise new X(\"x\", {\"cause\": e})"},
    {"javascript", "try { a() } catch { }", "region @3 handler 1-1 of @2"},
    {"typescript", "try { a() } catch (e: unknown) { }", "region @3 handler 1-1 of @2 as e"},
    {"javascript", "for (let i = 0; i < 3; i++) r()",
     "assign 1: i = 0\nregion @2 each 1-1 (i < 3)\nassign 1 @2: i augmented\ncall 1 @2: r() statement"},
    {"javascript", "for (;;) { if (x) break }", "region @2 while 1-1\nregion @3 branch 1-1 below @2 x\njump 1 @3: break"},
    {"javascript", "while (i--) {}\ndo { x() } while (y)", "region @3 while 2-2 y\ncall 2 @3: x() statement"},
    {"javascript", "for (const k in o) f(k)", "region @2 each 1-1 o"},
    {"javascript", "async function f() { for await (const c of s) g(c) }", "region @3 each 1-1 in #2 below @2 await s"},
    {"javascript", "switch (t) { case 'a': case 'b': f(); break; default: g() }",
     "region @2 branch 1-1 <(t == \"a\")>\nregion @3 branch 1-1 <(t == \"b\")>\nregion @4 else 1-1 of @3\n"
     "call 1 @3: f() statement\ncall 1 @4: g() statement"},
    {"javascript", "function* g() { const x = yield 1; yield* h() }",
     "scope #2 function 'g' 1-1 generator ()\njump 1 in #2 @2: yield 1\njump 1 in #2 @2: yield h()"},
    {"typescript", "label: for (const q in o) { continue label }", "jump 1 @2: continue"},
    {"rust", "fn f() { let x = match g() { Ok(r) => r.text, Err(e) => { log(e); return None; } }; x }",
     "assign 1 in #2 @4: r = g()\nassign 1 in #2 @2: x = r.text\nregion @4 else 1-1 in #2 below @2 of @3\n"
     "region @5 handler 1-1 in #2 below @2 of @3 as e\njump 1 in #2 @2: return x\n!call 1 in #2 @3: g() statement"},
    {"rust", "enum B { A { c: C, m: String }, P(D), N }\nfn f(b: B) { match b { B::A { c, m: n } => c.ask(n), B::P(d) => d.ask() } }",
     "assign 1 in #2 @2: c: C field\nassign 1 in #2 @2: P: D field\nassign 1 in #2 @2: N field\n"
     "assign 2 in #3 @4: c = <b.c>\nassign 2 in #3 @4: n = <b.m>\nassign 2 in #3 @5: d = <b.P>\n"
     "jump 2 in #3 @4: return c.ask(n)\njump 2 in #3 @5: return d.ask()"},
    {"rust", "fn f() { let a = vec![g(1), b]; let (c, d) = tokio::try_join!(h(), k())?; let e = myvec![x()]; }",
     "assign 1 in #2 @2: a = [g(1), b]\nassign 1 in #2 @2: c = <[h(), k()][0]>\nassign 1 in #2 @2: d = <[h(), k()][1]>\n"
     "call 1 in #2 @2: g(1)\ncall 1 in #2 @2: h()\n!call 1 in #2 @2: x()"},
    {"rust", "fn f() { let s = async_stream::try_stream! { let a = g(1)?; yield a; }; my_stream! { h() } }",
     "assign 1 in #2 @2: a = g(1)\ncall 1 in #2 @2: g(1)\n!call 1 in #2 @2: h()"},
    {"rust", "fn f(v: V) { if let Some(x) = v.get() { g(x) } }", "assign 1 in #2 @2: x = v.get()"},
    {"kotlin", "fun f() { val a = if (c) g() else h()\n val b = try { p() } catch (e: E) { q() } finally { r() } }",
     "assign 1 in #2 @2: a = either(g() | h())\nassign 2 in #2 @2: b = either(p() | q())\ncall 1 in #2 @3: g()\n"
     "call 1 in #2 @4: h()"},
    {"kotlin", "fun f(b: B) = when (b) { is C -> { g(); b.c() } else -> b.d() }\nfun k() { while (c) { ask() } }",
     "call 1 in #2 @3: g() statement\ncall 1 in #2 @3: b.c()\njump 1 in #2 @2: return either(b.c() | b.d())\n"
     "call 2 in #3 @6: ask() statement"},
    {"ruby", "def f\n  r = begin\n    g()\n  rescue\n    nil\n  end\n  if r then r.a else h() end\nend",
     "assign 2 in #2 @2: r = either(g() | null)\njump 7 in #2 @5: return r.a()\njump 7 in #2 @6: return h()"},
    {"go", "package p\nfunc f() {\nouter:\n\tfor {\n\t\task()\n\t}\n}", "call 5 in #2 @3: ask() statement"},
    {"ruby", "module M\n  class_methods do\n    def a = g()\n  end\nend",
     "call 3 in #3 @3: g()\njump 3 in #3 @3: return g()"},
    {"ruby", "f(::A.new, A.new, :a, \"#{u}\\?key\\=\\d#{k}\")",
     "call 1: f(new ::A(), new A(), \"a\", template(u(), \"?key=\\\\d\", k())) statement\ncall 1: new ::A()\ncall 1: new A()\ncall 1: u()\ncall 1: k()"},
    {"ruby", "f(<<~A, <<-B)\n  a #{x(1)} b\n  c\nA\n  d\n  B\ng(<<~D)\n",
     "call 1: f(template(\"  a \", x(1), \" b\\n  c\"), \"  d\") statement\ncall 7: g(\"\") statement"},
};

static const struct {
    const char *name;
    const struct snippet *rows;
    size_t n;
} tables[] = {
    {"imports", imports, G_N_ELEMENTS(imports)},     {"exports", exports, G_N_ELEMENTS(exports)},
    {"scopes", scopes, G_N_ELEMENTS(scopes)},        {"assigns", assigns, G_N_ELEMENTS(assigns)},
    {"expressions", expressions, G_N_ELEMENTS(expressions)}, {"control", control, G_N_ELEMENTS(control)},
};

START_TEST(gives_the_facts_of_its_snippets)
{
    for (size_t i = 0; i < tables[_i].n; i++) {
        const struct snippet *s = &tables[_i].rows[i];
        struct facts *f = code_facts(s->language, s->source, strlen(s->source));
        ck_assert_msg(f->errors == 0, "syntax errors in %s: %s", s->language, s->source);
        code_assert_lines(f, s->source, s->lines);
    }
}
END_TEST

/* What javascript can say, its dialects understand alike. */
START_TEST(reads_javascript_the_same_in_all_dialects)
{
    for (size_t t = 0; t < G_N_ELEMENTS(tables); t++)
        for (size_t i = 0; i < tables[t].n; i++) {
            const struct snippet *s = &tables[t].rows[i];
            bool jsx = strstr(s->lines, "jsx ") != NULL;
            if (strcmp(s->language, "javascript") != 0)
                continue;
            code_assert_lines(code_facts("tsx", s->source, strlen(s->source)), s->source, s->lines);
            if (!jsx)
                code_assert_lines(code_facts("typescript", s->source, strlen(s->source)), s->source, s->lines);
        }
}
END_TEST

/* ---- nodes ---- */

static uint32_t find(const struct facts *f, enum node_kind kind, const char *text)
{
    for (uint32_t i = 1; i < f->n_nodes; i++)
        if (f->nodes[i].kind == kind && strcmp(facts_text(f, f->nodes[i].text), text) == 0)
            return i;
    ck_abort_msg("no node %d '%s'", (int)kind, text);
    return 0;
}

START_TEST(knows_where_a_node_stands)
{
    static const char source[] = "def f():\n    try:\n        x = g(abc, k=d)\n    except E:\n        pass\n";
    struct facts *f = code_facts("python", source, strlen(source));
    const struct fact_node *n = &f->nodes[find(f, NODE_NAME, "abc")];
    ck_assert_int_eq(n->line, 3);
    ck_assert_int_eq(n->column, 15);
    ck_assert_int_eq(n->end_column, 18);
    ck_assert_int_eq(n->scope, 2);
    ck_assert_int_eq(f->regions[n->region].kind, REGION_TRY);
    ck_assert_int_eq(f->nodes[n->parent].kind, NODE_CALL);
    ck_assert_int_eq(f->nodes[n->parent].parent, 0);
    const struct fact_node *d = &f->nodes[find(f, NODE_NAME, "d")];
    ck_assert_int_eq(f->nodes[d->parent].kind, NODE_KEYWORD);
}
END_TEST

START_TEST(gives_every_part_its_parent)
{
    static const char source[] = "x = f(a.b[c], {'k': -d}, *e, lambda: 0)(g or h, i if j else k, f'{l}', [m for m in n])\n";
    struct facts *f = code_facts("python", source, strlen(source));
    for (uint32_t i = 1; i < f->n_nodes; i++) {
        const struct fact_node *n = &f->nodes[i];
        if (n->flags & NODE_SYNTHETIC)
            continue;
        if (n->a)
            ck_assert_int_eq(f->nodes[n->a].parent, i);
        if (n->b)
            ck_assert_int_eq(f->nodes[n->b].parent, i);
        for (uint32_t k = 0; k < n->count; k++)
            ck_assert_int_eq(f->nodes[f->kids[n->first + k]].parent, i);
    }
    uint32_t each = find(f, NODE_NAME, "n"); /* the iterable of a comprehension is part of it */
    ck_assert_int_eq(f->nodes[f->nodes[each].parent].kind, NODE_OTHER);
}
END_TEST

START_TEST(flags_awaits_statements_and_types)
{
    static const char source[] = "async def f(a: Annotated[A, Depends(g)]):\n    await h(i)\n    j = await k\n";
    struct facts *f = code_facts("python", source, strlen(source));
    uint32_t h = f->nodes[find(f, NODE_NAME, "h")].parent, g = f->nodes[find(f, NODE_NAME, "g")].parent;
    ck_assert_int_eq(f->nodes[h].flags, NODE_AWAITED | NODE_STATEMENT);
    ck_assert_int_eq(f->nodes[g].flags, NODE_TYPE);
    ck_assert_int_eq(f->nodes[g].scope, 1);
    ck_assert_int_eq(f->nodes[find(f, NODE_NAME, "i")].flags, 0);
}
END_TEST

START_TEST(cuts_a_long_string_between_characters)
{
    g_autoptr(GString) s = g_string_new("x = 'a");
    for (unsigned i = 0; i < LIMIT_STRING_BYTES; i++)
        g_string_append(s, "\xc3\xa9");
    g_string_append(s, "'");
    struct facts *f = code_facts("python", s->str, s->len);
    ck_assert_int_eq(f->n_assigns, 1);
    const struct fact_node *n = &f->nodes[f->assigns[0].value];
    ck_assert(n->flags & NODE_TRUNCATED);
    ck_assert_int_le(strlen(facts_text(f, n->text)), LIMIT_STRING_BYTES);
    ck_assert_int_ge(strlen(facts_text(f, n->text)), LIMIT_STRING_BYTES - 4);
    ck_assert(g_utf8_validate(facts_text(f, n->text), -1, NULL));
}
END_TEST

START_TEST(saturates_columns)
{
    g_autoptr(GString) s = g_string_new("x = [");
    for (int i = 0; i < 40000; i++)
        g_string_append(s, "1, ");
    g_string_append(s, "last]");
    struct facts *f = code_facts("python", s->str, s->len);
    ck_assert_int_eq(f->nodes[find(f, NODE_NAME, "last")].column, UINT16_MAX);
}
END_TEST

START_TEST(keeps_comments_that_suppress)
{
    static const char source[] = "x = 1  # debtscan: ignore TEC-04\ny = '# debtscan: no'\n# other\nf(a,  # debtscan: b\n  c)\n";
    struct facts *f = code_facts("python", source, strlen(source));
    code_assert_lines(f, source, "comment 1: \"# debtscan: ignore TEC-04\"\ncomment 4: \"# debtscan: b\"");
    ck_assert_int_eq(f->n_comments, 2);
}
END_TEST

START_TEST(counts_lines_of_code)
{
    static const char source[] = "# head\n\nx = 1  # not counted\n\n\"\"\"doc\nstring\"\"\"\n  \n# end\n";
    ck_assert_int_eq(code_facts("python", source, strlen(source))->n_lines_of_code, 3);
    static const char script[] = "/* a\n   b\n*/\nf(); // c\n\n// d\n";
    ck_assert_int_eq(code_facts("javascript", script, strlen(script))->n_lines_of_code, 1);
}
END_TEST

/* ---- strange input ---- */

static void survives(const char *language, const char *bytes, size_t size)
{
    struct facts *f = code_facts(language, bytes, size);
    for (uint32_t i = 0; i < f->n_strings; i++)
        ck_assert(g_utf8_validate(f->strings[i], -1, NULL));
    g_autofree char *dump = code_dump(f);
    ck_assert(*dump);
}

static const char *const dialects[] = {"python", "javascript", "typescript", "tsx"};

START_TEST(reads_an_empty_file)
{
    for (size_t i = 0; i < G_N_ELEMENTS(dialects); i++) {
        struct facts *f = code_facts(dialects[i], "", 0);
        ck_assert_int_eq(f->status, FACTS_PARSED);
        ck_assert_int_eq(f->n_scopes, 2);
        ck_assert_int_eq(f->scopes[1].end_line, 1);
        ck_assert_int_eq(f->n_lines_of_code, 0);
        ck_assert_str_eq(f->strings[0], "");
    }
}
END_TEST

START_TEST(reads_around_errors)
{
    static const char source[] = "import a\nx = = 1\ndef f(:\n    pass\ndef g():\n    a.b(1)\n";
    struct facts *f = code_facts("python", source, strlen(source));
    ck_assert_int_gt(f->errors, 0);
    code_assert_lines(f, source, "import 1: a <- a module");
    ck_assert_int_eq(f->nodes[f->nodes[find(f, NODE_MEMBER, "b")].parent].kind, NODE_CALL);
}
END_TEST

START_TEST(replaces_bytes_that_are_not_utf8)
{
    static const char source[] = "x = '\xff\xfe caf\xe9'\nna\xefve = f('\xc3\x28')\n";
    survives("python", source, strlen(source));
    survives("javascript", source, strlen(source));
}
END_TEST

START_TEST(stops_at_deep_nesting_with_a_note)
{
    g_autoptr(GString) s = g_string_new("before();\n");
    for (int i = 0; i < 10000; i++)
        g_string_append_c(s, '(');
    g_string_append_c(s, 'x');
    for (int i = 0; i < 10000; i++)
        g_string_append_c(s, ')');
    g_string_append(s, ";\nafter()\n");
    for (size_t i = 0; i < G_N_ELEMENTS(dialects); i++) {
        struct facts *f = code_facts(dialects[i], s->str, s->len);
        code_assert_lines(f, "((((", "call 1: before() statement\ncall 3: after() statement");
        ck_assert_int_eq(f->n_notes, 1);
        ck_assert_str_eq(facts_text(f, f->notes[0].text),
                         "nested deeper than 1000 levels; the inner part was not analysed");
    }
}
END_TEST

/* One opening text for every way in which lowering can descend. */
static const struct {
    const char *language, *begin, *open, *end;
} descents[] = {
    {"python", "x = ", "[", ""},           {"python", "x = ", "f(", ""},
    {"python", "x = ", "lambda: ", "0"},   {"python", "x = ", "not ", "1"},
    {"python", "x = ", "a + ", "1"},       {"python", "x = a", ".b", ""},
    {"python", "x = ", "{'a': ", "1"},     {"python", "x = ", "a if b else ", "c"},
    {"python", "", "x = ", "1"},           {"python", "def f(x: ", "A[", "B"},
    {"javascript", "x = ", "[", ""},       {"javascript", "", "{", ""},
    {"javascript", "x = ", "() => ", "1"}, {"javascript", "x", ".then(y)", ""},
    {"javascript", "x = ", "`${", ""},     {"javascript", "", "if (a) {} else ", "b()"},
    {"javascript", "const ", "{a: ", ""},  {"javascript", "", "function f() {", ""},
    {"javascript", "f(function g(", "{a: ", ""}, {"javascript", "[", "[a] = [", ""},
    {"typescript", "let x: ", "A<", "B"},  {"typescript", "let x: ", "{a: ", "B"},
    {"tsx", "x = ", "<a>", ""},            {"typescript", "", "class A { x = ", "1"},
    {"javascript", "", "switch (a) { case 1: ", ""}, {"javascript", "", "try {", ""},
};

START_TEST(survives_every_descent)
{
    g_autoptr(GString) s = g_string_new(descents[_i].begin);
    for (int i = 0; i < 3000; i++)
        g_string_append(s, descents[_i].open);
    g_string_append(s, descents[_i].end);
    survives(descents[_i].language, s->str, s->len);
}
END_TEST

START_TEST(reads_a_line_of_a_million_bytes)
{
    g_autoptr(GString) s = g_string_new("const x = \"");
    for (int i = 0; i < 1000000; i++)
        g_string_append_c(s, 'a');
    g_string_append(s, "\"; f()");
    struct facts *f = code_facts("javascript", s->str, s->len);
    code_assert_lines(f, "aaaa", "call 1: f() statement");
}
END_TEST

START_TEST(survives_random_bytes_and_tokens)
{
    static const char *const tokens[] = {
        "(", ")", "[", "]", "{", "}", ",", ":", ";", "=", "=>", ".", "?.", "...", "\n", "\n  ", "x", "y", "1", "'s'", "`${", "}`",
        "f'{", "def ", "class ", "if ", "else ", "for ", "of ", "in ", "import ", "from ", "export ", "default ", "async ", "await ",
        "const ", "function ", "return ", "yield ", "try ", "except ", "catch ", "with ", "as ", "lambda ", "match ", "case ",
        "switch ", "<a ", "/>", "@", "*", "**", "|", "?", "/*", "*/", "#", "//", "new ", "type ", "interface ", "enum ",
    };
    GRand *random = g_rand_new_with_seed(3);
    for (int round = 0; round < 40; round++) {
        g_autoptr(GString) s = g_string_new(NULL);
        while (s->len < 3000)
            if (round % 4 == 0)
                g_string_append_c(s, (char)g_rand_int_range(random, 0, 256));
            else
                g_string_append(s, tokens[g_rand_int_range(random, 0, G_N_ELEMENTS(tokens))]);
        survives(dialects[round % 4 == 0 ? round / 4 % 4 : round % 4], s->str, s->len);
    }
    g_rand_free(random);
}
END_TEST

/* ---- bindings ---- */

START_TEST(bindings_are_tree_sitter_queries)
{
    static const char *const names[] = {"python", "javascript", "typescript"};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_strdup_printf("rules/languages/%s/bindings.scm", names[i]), *source = NULL;
        gsize size;
        ck_assert(g_file_get_contents(path, &source, &size, NULL));
        uint32_t at;
        TSQueryError error;
        TSQuery *q = ts_query_new(syntax_grammar(names[i], NULL), source, (uint32_t)size, &at, &error);
        ck_assert_msg(q != NULL, "%s: %.40s", path, source + at);
        ts_query_delete(q);
    }
}
END_TEST

START_TEST(runs_the_queries_of_rules)
{
    struct ruleset with = *code_rules;
    struct rule_query queries[] = {
        {.name = "a", .source = "((call function: (identifier) @f) @match (#match? @f \"^ev\"))",
         .language = ruleset_language(code_rules, "python"), .place = {"a.yml", 3}},
        {.name = "b", .source = "(pass_statement) @match\n(assert_statement (_) @x)",
         .language = ruleset_language(code_rules, "python"), .place = {"b.yml", 7}},
    };
    with.queries = queries;
    with.n_queries = 2;
    g_autoptr(GError) error = NULL;
    struct extractor *own = code_extractor;
    code_extractor = extractor_new(&with, &error);
    ck_assert_msg(code_extractor != NULL, "%s", error ? error->message : "");
    static const char source[] = "def f():\n    eval(x)\n    exec(y)\n    pass\nassert z\n";
    struct facts *f = code_facts("python", source, strlen(source));
    code_assert_lines(f, source, "match 2 in #2: 0 \"eval(x)\"\nmatch 4 in #2: 1 \"pass\"\nmatch 5: 1 \"z\"");
    ck_assert_int_eq(f->n_matches, 3);
    extractor_free(code_extractor);

    queries[1].source = "(pass_statement) @match\n(no_such_node) @match";
    code_extractor = extractor_new(&with, &error);
    ck_assert_ptr_null(code_extractor);
    ck_assert_str_eq(error->message, "b.yml:8: unknown node type in the query, at 'no_such_node'");
    code_extractor = own;
}
END_TEST

START_TEST(skips_what_the_gate_keeps_out)
{
    static const char *literals[] = {"anthropic", "openai", NULL};
    static const char source[] = "import requests\n", hit[] = "import openai\n";
    const struct language *l = ruleset_language(code_rules, "python");
    struct ruleset with = *code_rules;
    with.gates = g_new0(struct gate_literals, with.n_languages);
    with.gates[l->index].literals = literals;
    struct extractor *x = extractor_new(&with, NULL);
    struct extract_input in = {.path = "a.py", .class = {.language = l->index, .parse = true},
                               .data = (const unsigned char *)source, .size = strlen(source)};
    ck_assert_int_eq(extract_facts(x, &in, &code_arena)->status, FACTS_SKIPPED);
    in.force = true;
    struct facts *f = extract_facts(x, &in, &code_arena);
    ck_assert_int_eq(f->status, FACTS_PARSED);
    ck_assert_int_eq(f->gates, 0);
    in = (struct extract_input){.path = "a.py", .class = in.class, .data = (const unsigned char *)hit, .size = strlen(hit)};
    f = extract_facts(x, &in, &code_arena);
    ck_assert_int_eq(f->status, FACTS_PARSED);
    ck_assert_int_eq(f->n_imports, 1);
    ck_assert_int_eq(f->gates, 1);
    extractor_free(x);
    g_free(with.gates);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("code");
    TCase *t = tcase_create("code");
    suite_add_tcase(s, t);
    tcase_set_timeout(t, 120);
    tcase_add_unchecked_fixture(t, code_facts_begin, code_facts_end);
    tcase_add_loop_test(t, gives_the_facts_of_its_snippets, 0, G_N_ELEMENTS(tables));
    tcase_add_test(t, reads_javascript_the_same_in_all_dialects);
    tcase_add_test(t, knows_where_a_node_stands);
    tcase_add_test(t, gives_every_part_its_parent);
    tcase_add_test(t, flags_awaits_statements_and_types);
    tcase_add_test(t, cuts_a_long_string_between_characters);
    tcase_add_test(t, saturates_columns);
    tcase_add_test(t, keeps_comments_that_suppress);
    tcase_add_test(t, counts_lines_of_code);
    tcase_add_test(t, reads_an_empty_file);
    tcase_add_test(t, reads_around_errors);
    tcase_add_test(t, replaces_bytes_that_are_not_utf8);
    tcase_add_test(t, stops_at_deep_nesting_with_a_note);
    tcase_add_loop_test(t, survives_every_descent, 0, G_N_ELEMENTS(descents));
    tcase_add_test(t, reads_a_line_of_a_million_bytes);
    tcase_add_test(t, survives_random_bytes_and_tokens);
    tcase_add_test(t, bindings_are_tree_sitter_queries);
    tcase_add_test(t, runs_the_queries_of_rules);
    tcase_add_test(t, skips_what_the_gate_keeps_out);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failures = srunner_ntests_failed(r);
    srunner_free(r);
    return failures != 0;
}
