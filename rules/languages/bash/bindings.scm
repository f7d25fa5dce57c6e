; Shell: how its syntax becomes facts. The vocabulary is in docs/rules.md, the notation in src/syntax/pattern.h.

(comment) @comment.text
[(string_content) (heredoc_content)] @string.content
[(simple_expansion) (expansion) (command_substitution)] @string.interpolation

; ---- leaves ----
[(variable_name) (special_variable_name) (command_name)] @name
(word) @key
[(string) (raw_string) (ansi_c_string) (translated_string) (concatenation)] @string
(number) @number
[(arithmetic_expansion) (process_substitution) (regex) (extglob_pattern)] @other

; ---- nodes that mean their only part ----
[
  (simple_expansion (_) @transparent.value)
  (command_substitution (_) @transparent.value)
  (expansion (variable_name) @transparent.value)
  (negated_command (_) @transparent.value)
] @transparent
(expansion
  (variable_name) @conditional.alternative
  operator: [":-" "-" ":=" "="]
  (_) @conditional.alternative) @conditional
(array) @list

; ---- commands ----
(command name: (command_name) @call.function argument: (_)* @call.option) @call
(function_definition name: (word) @function.name body: (_) @function.body) @function

; ---- bindings: a function's names are everybody's ----
(variable_assignment name: (_) @reassign.target value: (_)? @reassign.value) @reassign

; ---- control ----
(for_statement variable: (_) @each.target value: (_)* @each.value body: (_) @each.body) @each
(c_style_for_statement
  initializer: (_)? @each.init
  condition: (_)? @each.condition
  update: (_)? @each.step
  body: (_) @each.body) @each
(while_statement condition: (_) @while.condition body: (_) @while.body) @while
