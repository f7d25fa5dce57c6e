; Java: how its syntax becomes facts. The vocabulary is in docs/rules.md, the notation in src/syntax/pattern.h.

[(line_comment) (block_comment)] @comment.text
[(string_fragment) (multiline_string_fragment)] @string.content
(escape_sequence) @string.escape
(string_interpolation) @string.interpolation

; ---- leaves ----
[
  (identifier) (type_identifier) (this) (super)
  (integral_type) (floating_point_type) (boolean_type) (void_type)
] @name
(string_literal) @string
[
  (decimal_integer_literal) (hex_integer_literal) (octal_integer_literal) (binary_integer_literal)
  (decimal_floating_point_literal) (hex_floating_point_literal)
] @number
(character_literal) @other
(true) @true
(false) @false
(null_literal) @null

; ---- nodes that mean their only part ----
[
  (parenthesized_expression (_) @transparent.value)
  (cast_expression type: (_) @transparent.type value: (_) @transparent.value)
  (pattern (_) @transparent.value)
  (class_literal (_) @transparent.value)
  (array_type element: (_) @transparent.value)
  (annotated_type (_) @transparent.value)
  (string_interpolation (_) @transparent.value)
  (superclass (_) @transparent.value)
] @transparent

; ---- types ----
(scoped_type_identifier . (_) @member.object (type_identifier) @member.name) @member
(generic_type . (_) @subscript.object (type_arguments (_)* @subscript.index)) @subscript
[(wildcard) (type_parameters) (type_bound) (dimensions) (throws) (permits)] @ignore

; ---- collections ----
[(array_initializer) (element_value_array_initializer)] @list
(array_creation_expression value: (_) @transparent.value) @transparent
(element_value_pair key: (_) @keyword.name value: (_) @keyword.value) @keyword

; ---- operations ----
(method_invocation object: (_)? @call.object name: (_) @call.name arguments: (_) @call.arguments) @call
(argument_list) @list
((method_invocation object: (identifier) @_of name: (identifier) @_maker arguments: (argument_list) @transparent.value) @transparent
  (#any-of? @_of "List" "Set" "Arrays" "Stream")
  (#any-of? @_maker "of" "asList"))
(object_creation_expression type: (_) @new.function arguments: (_) @new.arguments) @new
(object_creation_expression type: (_) @new.function arguments: (_) @new.arguments (class_body (method_declaration)) @new.body) @new
(annotation name: (_) @call.function arguments: (_) @call.arguments) @call
(marker_annotation name: (_) @call.function) @call
(field_access object: (_) @member.object field: (_) @member.name) @member
(scoped_identifier scope: (_) @member.object name: (_) @member.name) @member
(method_reference . (_) @member.object (identifier) @member.name) @member
(array_access array: (_) @subscript.object index: (_) @subscript.index) @subscript
(binary_expression left: (_) @binary.operand operator: _ @binary.operator right: (_) @binary.operand) @binary
(instanceof_expression
  left: (_) @binary.operand
  "instanceof" @binary.operator
  right: (_) @binary.operand
  name: (_)? @binary.target) @binary
(unary_expression operator: _ @unary.operator operand: (_) @unary.value) @unary
(ternary_expression
  condition: (_) @conditional.condition
  consequence: (_) @conditional.alternative
  alternative: (_) @conditional.alternative) @conditional
(lambda_expression parameters: (identifier) @lambda.parameter body: (_) @lambda.value) @lambda
(lambda_expression parameters: [(inferred_parameters) (formal_parameters)] @lambda.parameters body: (_) @lambda.value) @lambda
(lambda_expression parameters: (identifier) @lambda.parameter body: (block) @lambda.body) @lambda
(lambda_expression parameters: [(inferred_parameters) (formal_parameters)] @lambda.parameters body: (block) @lambda.body) @lambda

; ---- functions and classes ----
(method_declaration
  (modifiers [(annotation) (marker_annotation)]* @method.decorator)?
  type: (_) @method.type
  name: (_) @method.name
  parameters: (_) @method.parameters
  body: (_)? @method.body) @method
(constructor_declaration
  (modifiers [(annotation) (marker_annotation)]* @method.decorator)?
  name: (_) @method.name
  parameters: (_) @method.parameters
  body: (_) @method.body) @method
(formal_parameter
  (modifiers [(annotation) (marker_annotation)]* @parameter.decorator)?
  type: (_) @parameter.type
  name: (_) @parameter.name) @parameter
(spread_parameter (variable_declarator name: (_) @rest.target)) @rest
(receiver_parameter) @ignore

(class_declaration
  (modifiers [(annotation) (marker_annotation)]* @class.decorator)?
  name: (_) @class.name
  superclass: (superclass (_) @class.base)?
  interfaces: (super_interfaces (type_list (_)* @class.base))?
  body: (_) @class.body) @class
(interface_declaration
  (modifiers [(annotation) (marker_annotation)]* @class.decorator)?
  name: (_) @class.name
  (extends_interfaces (type_list (_)* @class.base))?
  body: (_) @class.body) @class
(record_declaration
  (modifiers [(annotation) (marker_annotation)]* @class.decorator)?
  name: (_) @class.name
  parameters: (_) @class.parameters
  interfaces: (super_interfaces (type_list (_)* @class.base))?
  body: (_) @class.body) @class
(enum_declaration name: (_) @class.name body: (_) @class.body) @class
(enum_constant name: (_) @field.name) @field
(enum_constant name: (_) @field.name arguments: (argument_list) @field.arguments) @field
(annotation_type_declaration) @ignore
(field_declaration
  (modifiers [(annotation) (marker_annotation)]* @field.decorator)?
  type: (_) @field.type
  declarator: (variable_declarator name: (_) @field.name value: (_)? @field.value)) @field
(constant_declaration
  type: (_) @field.type
  declarator: (variable_declarator name: (_) @field.name value: (_) @field.value)) @field
[(modifiers) (module_declaration)] @ignore

; ---- bindings ----
(local_variable_declaration
  type: (_) @assign.type
  declarator: (variable_declarator name: (_) @assign.target value: (_)? @assign.value)) @assign
(assignment_expression left: (_) @reassign.target right: (_) @reassign.value) @reassign
(assignment_expression
  left: (_) @reassign.target
  operator: ["+=" "-=" "*=" "/=" "&=" "|=" "%="] @reassign.operator
  right: (_) @reassign.value) @reassign
(update_expression (_) @reassign.target ["++" "--"] @reassign.operator) @reassign
(resource type: (_) @assign.type name: (_) @assign.target value: (_) @assign.value) @assign
(type_pattern (_) @assign.type (identifier) @assign.target) @assign
(record_pattern_component (_) @assign.type (identifier) @assign.target) @assign

(package_declaration [(identifier) (scoped_identifier)] @package.name) @package
(import_declaration (scoped_identifier scope: (_) @import.module name: (identifier) @import.item)) @import
(import_declaration [(identifier) (scoped_identifier)] @import.module (asterisk) @import.star) @import
(identifier) @item

; ---- control ----
(return_statement (_)? @return.value) @return
(throw_statement (_) @raise.value) @raise
(break_statement) @break
(continue_statement) @continue
(assert_statement (_)* @assert.value) @assert
(labeled_statement (identifier) (_) @transparent.value) @transparent

(if_statement
  condition: (_) @branch.condition
  consequence: (_) @branch.body
  alternative: (_)? @branch.part) @branch
(switch_expression
  condition: (_) @switch.value
  body: (switch_block [(switch_rule) (switch_block_statement_group)]* @switch.part)) @switch
(switch_rule (switch_label (_)* @case.value) (_) @case.body) @case
(switch_block_statement_group (switch_label (_)* @case.value)* (_)* @case.body) @case

(for_statement
  init: (_)* @each.init
  condition: (_)? @each.condition
  update: (_)* @each.step
  body: (_) @each.body) @each
(enhanced_for_statement name: (_) @each.target value: (_) @each.value body: (_) @each.body) @each
(while_statement condition: (_) @while.condition body: (_) @while.body) @while
(do_statement body: (_) @while.body condition: (_) @while.condition) @while
(try_statement body: (_) @try.body [(catch_clause) (finally_clause)]* @try.part) @try
(try_with_resources_statement
  resources: (_) @try.body
  body: (_) @try.body
  [(catch_clause) (finally_clause)]* @try.part) @try
(catch_clause
  (catch_formal_parameter (catch_type (_)* @handler.type) name: (_) @handler.name)
  body: (_) @handler.body) @handler
(finally_clause (_) @finally.body) @finally
