; JavaScript, and what TypeScript shares with it: patterns that name nodes which a child's grammar does
; not have are left out there. The vocabulary is in docs/rules.md, the notation in src/syntax/pattern.h.

[(comment) (html_comment)] @comment.text
[(string_fragment) (html_character_reference)] @string.content
(escape_sequence) @string.escape
(template_substitution) @string.interpolation

; A directive speaks for what it stands in.
(expression_statement . (string) @doc.value) @doc

; ---- leaves ----
[(identifier) (this) (super) (meta_property) (shorthand_property_identifier_pattern)] @name
[(property_identifier) (private_property_identifier)] @key
[(string) (template_string)] @string
(number) @number
(true) @true
(false) @false
[(null) (undefined)] @null
(regex) @regex
[(statement_identifier) (jsx_text) (hash_bang_line)] @ignore

; ---- nodes that mean their only part ----
[
  (parenthesized_expression . (_) @transparent.value)
  (template_substitution (_) @transparent.value)
  (computed_property_name (_) @transparent.value)
  (jsx_expression (_) @transparent.value)
] @transparent
(await_expression (_) @await.value) @await

; ---- collections ----
(array) @list
(object) @dict
(pair key: (_) @pair.key value: (_) @pair.value) @pair
(shorthand_property_identifier) @shorthand
(spread_element (_) @splat.value) @splat

; ---- operations ----
(call_expression
  function: (_) @call.function
  optional_chain: (_)? @call.optional
  arguments: (arguments) @call.arguments) @call
(call_expression function: (_) @call.function arguments: (template_string) @call.argument) @call
(new_expression constructor: (_) @new.function arguments: (_)? @new.arguments) @new
(member_expression
  object: (_) @member.object
  optional_chain: (_)? @member.optional
  property: (_) @member.name) @member
(subscript_expression
  object: (_) @subscript.object
  optional_chain: (_)? @subscript.optional
  index: (_) @subscript.index) @subscript
(binary_expression left: (_) @binary.operand operator: _ @binary.operator right: (_) @binary.operand) @binary
(binary_expression
  left: (_) @conditional.alternative
  operator: ["||" "??"]
  right: (_) @conditional.alternative) @conditional
(ternary_expression
  condition: (_) @conditional.condition
  consequence: (_) @conditional.alternative
  alternative: (_) @conditional.alternative) @conditional
(unary_expression operator: _ @unary.operator argument: (_) @unary.value) @unary

; ---- elements ----
(jsx_element
  open_tag: (jsx_opening_element name: (_)? @jsx.tag attribute: (_)* @jsx.attribute)
  [(jsx_element) (jsx_self_closing_element) (jsx_expression)]* @jsx.child) @jsx
(jsx_self_closing_element name: (_) @jsx.tag attribute: (_)* @jsx.attribute) @jsx
(jsx_attribute . (_) @keyword.name (_)? @keyword.value) @keyword

; ---- functions and classes ----
(function_declaration
  "async"? @function.async
  name: (_) @function.name
  parameters: (_) @function.parameters
  body: (_) @function.body) @function
(generator_function_declaration
  "async"? @function.async
  "*" @function.generator
  name: (_) @function.name
  parameters: (_) @function.parameters
  body: (_) @function.body) @function
(function_expression
  "async"? @lambda.async
  name: (_)? @lambda.name
  parameters: (_) @lambda.parameters
  body: (_) @lambda.body) @lambda
(generator_function
  "async"? @lambda.async
  "*" @lambda.generator
  name: (_)? @lambda.name
  parameters: (_) @lambda.parameters
  body: (_) @lambda.body) @lambda
(arrow_function
  "async"? @lambda.async
  parameter: (_)? @lambda.parameter
  parameters: (_)? @lambda.parameters
  body: (_) @lambda.value) @lambda
(arrow_function
  "async"? @lambda.async
  parameter: (_)? @lambda.parameter
  parameters: (_)? @lambda.parameters
  body: (statement_block) @lambda.body) @lambda
(method_definition
  decorator: (_)* @method.decorator
  "static"? @method.static
  "async"? @method.async
  "get"? @method.property
  "*"? @method.generator
  name: (_) @method.name
  parameters: (_) @method.parameters
  body: (_) @method.body) @method
[
  (class_declaration
    decorator: (_)* @class.decorator
    name: (_) @class.name
    (class_heritage (_) @class.base)?
    body: (_) @class.body)
  (class
    decorator: (_)* @class.decorator
    name: (_)? @class.name
    (class_heritage (_) @class.base)?
    body: (_) @class.body)
] @class
(field_definition
  decorator: (_)* @field.decorator
  property: (_) @field.name
  value: (_)? @field.value) @field
(decorator (_) @decorator.value) @decorator

; ---- bindings ----
(lexical_declaration kind: "const") @const
(variable_declarator name: (_) @assign.target value: (_)? @assign.value) @assign
(assignment_expression left: (_) @reassign.target right: (_) @reassign.value) @reassign
(augmented_assignment_expression
  left: (_) @reassign.target
  operator: _ @reassign.operator
  right: (_) @reassign.value) @reassign
(update_expression operator: _ @reassign.operator argument: (_) @reassign.target) @reassign
[(array_pattern) (array)] @pattern
[(object_pattern) (object)] @entries
(shorthand_property_identifier_pattern) @entry.key @entry.target @entry
(object_assignment_pattern left: (_) @entry.key @entry.target right: (_) @entry.default) @entry
(pair_pattern key: (_) @entry.key value: (_) @entry.target) @entry
(assignment_pattern left: (_) @default.target right: (_) @default.value) @default
(rest_pattern (_) @rest.target) @rest

; ---- imports ----
(import_statement
  (import_clause
    (identifier)? @import.default
    (namespace_import (identifier) @import.namespace)?
    (named_imports (import_specifier)* @import.item)?)?
  source: (_) @import.module) @import
(import_specifier name: _ @item.name alias: _? @item.alias) @item
((variable_declarator
  name: (identifier) @import.namespace
  value: (call_expression function: (identifier) @_require arguments: (arguments . (string) @import.module))) @import
  (#eq? @_require "require"))
((variable_declarator
  name: (object_pattern [(shorthand_property_identifier_pattern) (pair_pattern)]* @import.item)
  value: (call_expression function: (identifier) @_require arguments: (arguments . (string) @import.module))) @import
  (#eq? @_require "require"))
(variable_declarator
  name: (identifier) @import.namespace
  value: (await_expression
    (call_expression function: (import) arguments: (arguments . (string) @import.module)))) @import
(variable_declarator
  name: (object_pattern [(shorthand_property_identifier_pattern) (pair_pattern)]* @import.item)
  value: (await_expression
    (call_expression function: (import) arguments: (arguments . (string) @import.module)))) @import
(shorthand_property_identifier_pattern) @item.name @item
(pair_pattern key: (_) @item.name value: (identifier) @item.alias) @item
((call_expression function: (identifier) @_require arguments: (arguments . (string) @module.name)) @module
  (#eq? @_require "require"))
(call_expression function: (import) arguments: (arguments . (string) @module.name)) @module

; ---- exports ----
(export_statement
  decorator: (_)* @export.decorator
  "default"? @export.default
  declaration: (_) @export.declaration) @export
(export_statement value: (_) @export.value) @export
(export_statement (export_clause (export_specifier)* @export.item) source: (_)? @export.module) @export
(export_statement (namespace_export (_) @export.namespace) source: (_) @export.module) @export
(export_statement "*" @export.star source: (_) @export.module) @export
(export_specifier name: _ @item.name alias: _? @item.alias) @item
((assignment_expression
  left: (member_expression
    object: [(identifier) (member_expression)] @_object
    property: (property_identifier) @export.name)
  right: (_) @export.value) @export
  (#any-of? @_object "exports" "module.exports"))
((assignment_expression left: (member_expression) @export.all right: (_) @export.value) @export
  (#eq? @export.all "module.exports"))

; ---- control ----
(return_statement (_)? @return.value) @return
(throw_statement (_) @raise.value) @raise
(yield_expression (_)? @yield.value) @yield
(break_statement) @break
(continue_statement) @continue
(if_statement
  condition: (_) @branch.condition
  consequence: (_) @branch.body
  alternative: (_)? @branch.part) @branch
(else_clause (_) @else.body) @else
(switch_statement value: (_) @switch.value body: (switch_body [(switch_case) (switch_default)]* @switch.part)) @switch
(switch_case value: (_) @case.value body: (_)* @case.body) @case
(switch_default body: (_)* @case.body) @case
(for_statement
  initializer: (_)? @each.init
  condition: (_) @each.condition
  increment: (_)? @each.step
  body: (_) @each.body) @each
(for_statement
  initializer: (_)? @while.init
  condition: (empty_statement)
  increment: (_)? @while.step
  body: (_) @while.body) @while
(for_in_statement "await"? @each.async left: (_) @each.target right: (_) @each.value body: (_) @each.body) @each
[
  (while_statement condition: (_) @while.condition body: (_) @while.body)
  (do_statement body: (_) @while.body condition: (_) @while.condition)
] @while
(try_statement body: (_) @try.body handler: (_)? @try.part finalizer: (_)? @try.part) @try
(catch_clause parameter: (_)? @handler.name body: (_) @handler.body) @handler
(finally_clause body: (_) @finally.body) @finally
