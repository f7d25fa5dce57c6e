; Go: how its syntax becomes facts. The vocabulary is in docs/rules.md, the notation in src/syntax/pattern.h.

(comment) @comment.text
[(interpreted_string_literal_content) (raw_string_literal_content)] @string.content
(escape_sequence) @string.escape

; ---- leaves ----
[(identifier) (type_identifier) (package_identifier) (blank_identifier)] @name
(field_identifier) @key
[(interpreted_string_literal) (raw_string_literal)] @string
[(int_literal) (float_literal) (imaginary_literal)] @number
(rune_literal) @other
(true) @true
(false) @false
[(nil)] @null
(iota) @other

; ---- nodes that mean their only part ----
[
  (parenthesized_expression (_) @transparent.value)
  (parenthesized_type (_) @transparent.value)
  (pointer_type (_) @transparent.value)
  (literal_element (_) @transparent.value)
  (type_elem (_) @transparent.value)
  (type_constraint (_) @transparent.value)
  (type_conversion_expression operand: (_) @transparent.value)
  (type_assertion_expression operand: (_) @transparent.value)
  (type_instantiation_expression type: (_) @transparent.value)
] @transparent

; ---- types ----
[
  (slice_type element: (_) @transparent.value)
  (array_type element: (_) @transparent.value)
  (implicit_length_array_type element: (_) @transparent.value)
] @transparent
(qualified_type package: (_) @member.object name: (_) @member.name) @member
(generic_type type: (_) @subscript.object type_arguments: (type_arguments (_)* @subscript.index)) @subscript
[(map_type) (channel_type) (function_type) (struct_type)] @other
; a dictionary of anything: a name, as it is written
((map_type key: (type_identifier) value: [(interface_type) (type_identifier)] @_any) @name (#match? @_any "^(any|interface *\\{ *\\})$"))

; ---- collections ----
(expression_list) @values
(composite_literal
  type: [(type_identifier) (qualified_type) (generic_type)] @new.function
  body: (literal_value) @new.arguments) @new
(composite_literal type: [(slice_type) (array_type) (implicit_length_array_type)] body: (literal_value) @transparent.value) @transparent
(composite_literal type: (map_type) body: (literal_value) @transparent.value) @transparent
(composite_literal type: (struct_type) body: (literal_value) @transparent.value) @transparent
(literal_value) @list
(literal_value (keyed_element)) @dict
(keyed_element key: (_) @pair.key value: (_) @pair.value) @pair
(keyed_element
  key: (literal_element (identifier) @keyword.name)
  value: (_) @keyword.value) @keyword
(variadic_argument (_) @splat.value) @splat

; ---- operations ----
(call_expression function: (_) @call.function arguments: (argument_list) @call.arguments) @call
; append(list, element): a list of what is in the first, and of the others
((call_expression function: (identifier) @_append arguments: (argument_list . (_) @list.object) @list.arguments) @list
  (#eq? @_append "append"))
(selector_expression operand: (_) @member.object field: (_) @member.name) @member
(index_expression operand: (_) @subscript.object index: (_) @subscript.index) @subscript
(slice_expression operand: (_) @transparent.value) @transparent
(binary_expression left: (_) @binary.operand operator: _ @binary.operator right: (_) @binary.operand) @binary
(unary_expression operator: _ @unary.operator operand: (_) @unary.value) @unary
(unary_expression operator: ["&" "*" "<-"] operand: (_) @transparent.value) @transparent

; ---- functions and types ----
(function_declaration
  name: (_) @function.name
  parameters: (_) @function.parameters
  result: (_)? @function.type
  result: (parameter_list (parameter_declaration name: (_))* @function.result)?
  body: (_)? @function.body) @function
(method_declaration
  receiver: (parameter_list (parameter_declaration name: (_)? @method.self type: (_) @method.receiver))
  name: (_) @method.name
  parameters: (_) @method.parameters
  result: (_)? @method.type
  result: (parameter_list (parameter_declaration name: (_))* @method.result)?
  body: (_)? @method.body) @method
(func_literal
  parameters: (_) @lambda.parameters
  result: (_)? @lambda.type
  result: (parameter_list (parameter_declaration name: (_))* @lambda.result)?
  body: (_) @lambda.body) @lambda
(parameter_declaration name: (_)* @parameter.name type: (_) @parameter.type) @parameter
(variadic_parameter_declaration name: (_)? @rest.target) @rest

(type_spec name: (_) @class.name type: (struct_type (field_declaration_list) @class.body)) @class
(type_spec name: (_) @class.name type: (interface_type) @class.body) @class
(type_spec name: (_) type: [(type_identifier) (qualified_type) (generic_type) (pointer_type) (slice_type) (array_type) (map_type) (channel_type) (function_type)]) @ignore
(type_alias name: (_) @assign.target type: (_) @assign.value) @assign
(field_declaration name: (_)* @field.name type: (_) @field.type tag: (_)? @field.decorator) @field
(method_elem
  name: (_) @method.name
  parameters: (_) @method.parameters
  result: (_)? @method.type) @method

; ---- bindings ----
(short_var_declaration left: (_) @assign.target right: (_) @assign.value) @assign
(assignment_statement left: (_) @reassign.target right: (_) @reassign.value) @reassign
(assignment_statement
  left: (_) @reassign.target
  operator: ["+=" "-=" "*=" "/=" "|=" "&=" "%="] @reassign.operator
  right: (_) @reassign.value) @reassign
(var_spec name: (_) @assign.target type: (_)? @assign.type value: (_)? @assign.value) @assign
(const_declaration) @const
(const_spec name: (_) @assign.target type: (_)? @assign.type value: (_)? @assign.value) @assign
(expression_list) @results

(import_spec name: (_)? @import.namespace path: (_) @import.module) @import
(import_spec name: (dot) @import.star path: (_) @import.module) @import
(package_clause (_) @package.name) @package

; ---- control ----
(return_statement (_)? @return.value) @return
(break_statement) @break
(continue_statement) @continue
[(goto_statement) (fallthrough_statement) (empty_statement)] @ignore
[(inc_statement (_) @reassign.target "++" @reassign.operator) (dec_statement (_) @reassign.target "--" @reassign.operator)] @reassign
(labeled_statement label: (_) ":" (_) @transparent.value) @transparent

(if_statement
  initializer: (_)? @branch.init
  condition: (_) @branch.condition
  consequence: (_) @branch.body
  alternative: (_)? @branch.part) @branch
(expression_switch_statement
  initializer: (_)? @switch.init
  value: (_)? @switch.value
  [(expression_case) (default_case)]* @switch.part) @switch
(type_switch_statement value: (_) @switch.value [(type_case) (default_case)]* @switch.part) @switch
(expression_case value: (_) @case.value (statement_list)? @case.body) @case
(type_case type: (_)* @case.value (statement_list)? @case.body) @case
(default_case (statement_list)? @case.body) @case
(select_statement [(communication_case) (default_case)]* @switch.part) @switch
(communication_case communication: (_) @case.value (statement_list)? @case.body) @case
(receive_statement right: (_) @transparent.value) @transparent
(receive_statement left: (_) @assign.target right: (_) @assign.value) @assign

(for_statement body: (_) @while.body) @while
(for_statement [(identifier) (binary_expression) (unary_expression) (call_expression) (selector_expression) (parenthesized_expression) (true)] @while.condition body: (_) @while.body) @while
(for_statement
  (for_clause initializer: (_)? @each.init condition: (_)? @each.condition update: (_)? @each.step)
  body: (_) @each.body) @each
(for_statement (range_clause right: (_) @each.value) body: (_) @each.body) @each
(for_statement
  (range_clause left: (expression_list (_) (_) @each.target) right: (_) @each.value)
  body: (_) @each.body) @each
