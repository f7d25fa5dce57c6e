; Ruby: how its syntax becomes facts. The vocabulary is in docs/rules.md, the notation in src/syntax/pattern.h.

(comment) @comment.text
[(string_content) (heredoc_content)] @string.content
(heredoc_beginning) @string.later
(heredoc_body) @string.body
(escape_sequence) @string.escape
(interpolation) @string.interpolation

; ---- leaves ----
[
  (identifier) (constant) (instance_variable) (class_variable) (global_variable) (self) (super)
  "..."
] @name
(scope_resolution !scope) @name ; with the separator before it: of no class around
[(string) (chained_string) (bare_string) (subshell)] @string
(heredoc_beginning) @string
[(simple_symbol) (hash_key_symbol)] @key
[(integer) (float)] @number
(true) @true
(false) @false
(nil) @null
[(character) (delimited_symbol)] @other
(regex) @regex

; ---- nodes that mean their only part ----
[
  (parenthesized_statements (_) @transparent.value)
  (interpolation (_) @transparent.value)
  (block_argument (_) @transparent.value)
  (pattern (_) @transparent.value)
] @transparent

; ---- collections ----
[(array) (string_array) (symbol_array) (right_assignment_list)] @list
(hash) @dict
(pair key: (_) @pair.key value: (_)? @pair.value) @pair
(pair key: (hash_key_symbol) @shorthand.name !value) @shorthand
(splat_argument (_) @splat.value) @splat
(hash_splat_argument (_) @splat.value @splat.double) @splat
(forward_argument "..." @splat.value @splat.double) @splat

; ---- operations ----
(call
  receiver: (_)? @call.object
  method: (_) @call.name
  arguments: (_)? @call.arguments
  block: (_)? @call.argument) @call
(call receiver: (_) @call.function !method arguments: (_) @call.arguments) @call
((call
  receiver: (_) @new.function
  method: (identifier) @_new
  arguments: (_)? @new.arguments
  block: (_)? @new.argument) @new
  (#eq? @_new "new"))
((call receiver: (_) @transparent.value method: (identifier) @_same) @transparent
  (#any-of? @_same "freeze" "dup" "tap" "itself" "to_sym" "to_json"))
(scope_resolution scope: (_) @member.object name: (_) @member.name) @member
(element_reference object: (_) @subscript.object "[" (_)* @subscript.index) @subscript
(binary left: (_) @binary.operand operator: _ @binary.operator right: (_) @binary.operand) @binary
(binary left: (_) @conditional.alternative operator: ["||" "or"] right: (_) @conditional.alternative) @conditional
(unary operator: _ @unary.operator operand: (_) @unary.value) @unary
(conditional
  condition: (_) @conditional.condition
  consequence: (_) @conditional.alternative
  alternative: (_) @conditional.alternative) @conditional
[
  (block parameters: (_)? @lambda.parameters body: (_)? @lambda.body)
  (do_block parameters: (_)? @lambda.parameters body: (_)? @lambda.body)
  (lambda parameters: (_)? @lambda.parameters body: (block body: (_)? @lambda.body))
  (lambda parameters: (_)? @lambda.parameters body: (do_block body: (_)? @lambda.body))
] @lambda

; ---- classes and methods ----
[
  (class name: (_) @class.name superclass: (superclass (_) @class.base)? body: (_)? @class.body)
  (module name: (_) @class.name body: (_)? @class.body)
] @class
(method name: (_) @function.name parameters: (_)? @function.parameters body: (_)? @function.body) @function
(singleton_method
  object: (_) @function.static
  name: (_) @function.name
  parameters: (_)? @function.parameters
  body: (_)? @function.body) @function
(setter name: (_) @transparent.value) @transparent
; What a concern says of the classes that include it stands in their body: class_methods do ... end.
((call !receiver method: (identifier) @_concern !arguments block: (do_block !parameters body: (_) @transparent.value)) @transparent
  (#any-of? @_concern "class_methods" "included" "prepended"))
((call method: (identifier) @_attr arguments: (argument_list (simple_symbol)* @accessor.name)) @accessor
  (#any-of? @_attr "attr_reader" "attr_accessor" "attr"))
; A module that is mixed in: its methods are the class's own.
((call !receiver method: (identifier) @_mix arguments: (argument_list [(constant) (scope_resolution)] @field.base)) @field
  (#any-of? @_mix "include" "extend" "prepend"))
[
  (optional_parameter name: (_) @parameter.name value: (_) @parameter.value)
  (keyword_parameter name: (_) @parameter.name value: (_)? @parameter.value)
  (block_parameter name: (_) @parameter.name)
] @parameter
(hash_splat_parameter name: (_) @parameter.name @parameter.keywords) @parameter
(forward_parameter "..." @parameter.name @parameter.keywords) @parameter
(splat_parameter name: (_) @rest.target) @rest
(destructured_parameter) @pattern

; ---- bindings ----
(assignment left: (_) @assign.target right: (_) @assign.value) @assign
(operator_assignment left: (_) @assign.target operator: _ @assign.operator right: (_) @assign.value) @assign
(operator_assignment left: (_) @assign.target operator: "||=" right: (_) @assign.value) @assign
(left_assignment_list) @pattern
(rest_assignment (_) @rest.target) @rest
((call method: (identifier) @_require arguments: (argument_list . (string) @import.module)) @import
  (#any-of? @_require "require" "require_relative" "load"))

; ---- control ----
(return (argument_list (_) @return.value)?) @return
(yield "yield" @call.name (argument_list)? @call.arguments) @call
((call !receiver method: (identifier) @_raise arguments: (argument_list . (_) @raise.value)) @raise
  (#any-of? @_raise "raise" "fail"))
((identifier) @_raise @raise (#eq? @_raise "raise"))
(break) @break
(next) @continue
(retry) @retry
(if
  condition: (_) @branch.condition
  consequence: (_)? @branch.body
  alternative: (_)? @branch.part) @branch
(elsif
  condition: (_) @branch.condition
  consequence: (_)? @branch.body
  alternative: (_)? @branch.part) @branch
(unless
  condition: (_) @branch.condition
  consequence: (_)? @branch.body
  alternative: (_)? @branch.part) @branch
[
  (if_modifier body: (_) @branch.body condition: (_) @branch.condition)
  (unless_modifier body: (_) @branch.body condition: (_) @branch.condition)
] @branch
(case value: (_)? @switch.value [(when) (else)]* @switch.part) @switch
(when pattern: (pattern (_) @case.value)* body: (_)? @case.body) @case
[
  (while condition: (_) @while.condition body: (_) @while.body)
  (until condition: (_) @while.condition body: (_) @while.body)
  (while_modifier body: (_) @while.body condition: (_) @while.condition)
  (until_modifier body: (_) @while.body condition: (_) @while.condition)
] @while
((call !receiver method: (identifier) @_loop block: (_ body: (_) @while.body)) @while (#eq? @_loop "loop"))
(for pattern: (_) @each.target value: (in (_) @each.value) body: (_) @each.body) @each
((call
  receiver: (_) @each.value
  method: (identifier) @_each
  block: (_ parameters: (block_parameters . (_) @each.target)? body: (_) @each.body)) @each
  (#any-of? @_each "each" "each_with_index" "find_each" "each_slice" "each_pair" "times" "upto" "step"))
[
  (body_statement (_)* @try.body [(rescue) (ensure) (else)]+ @try.part)
  (begin (_)* @try.body [(rescue) (ensure) (else)]+ @try.part)
] @try
(rescue
  exceptions: (exceptions (_)* @handler.type)?
  variable: (exception_variable (_) @handler.name)?
  body: (_)? @handler.body) @handler
(ensure (_)* @finally.body) @finally
(rescue_modifier body: (_) @conditional.alternative handler: (_) @conditional.alternative) @conditional
