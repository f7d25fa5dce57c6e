; SQL: how its syntax becomes facts. The vocabulary is in docs/rules.md, the notation in src/syntax/pattern.h.

[(comment) (marginalia)] @comment.text

; ---- leaves ----
(identifier) @name
((literal) @number (#match? @number "^[-+.0-9]"))
((literal) @string (#match? @string "^[^-+.0-9]"))

; ---- nodes that mean their only part ----
(term value: (_) @transparent.value) @transparent
(field name: (_) @transparent.value) @transparent
(cast name: (_) @transparent.value) @transparent
(object_reference name: (_) @transparent.value) @transparent

; ---- calls; of a name of three parts the database says nothing ----
(object_reference schema: (_) @member.object name: (_) @member.name) @member
(field (object_reference) @member.object name: (_) @member.name) @member
(invocation (object_reference) @call.function parameter: (_)* @call.argument) @call

; a call's argument by name, for which the grammar sees a comparison: request => body
(binary_expression left: (_) @binary.operand operator: _ @binary.operator right: (_) @binary.operand) @binary
(term value: (binary_expression left: (field name: (identifier) @keyword.name) operator: "=" (ERROR) right: (_) @keyword.value)) @keyword
