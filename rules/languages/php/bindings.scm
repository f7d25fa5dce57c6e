; PHP: how its syntax becomes facts. The vocabulary is in docs/rules.md, the notation in src/syntax/pattern.h.

(comment) @comment.text
[(string_content) (nowdoc_string)] @string.content
(escape_sequence) @string.escape
[
  (variable_name) (member_access_expression) (subscript_expression) (member_call_expression)
  (nullsafe_member_access_expression) (dynamic_variable_name)
] @string.interpolation

; ---- leaves ----
[(name) (variable_name) (qualified_name) (relative_scope) (primitive_type) (namespace_name)] @name
[(string) (encapsed_string) (heredoc) (heredoc_body) (nowdoc) (nowdoc_body)] @string
[(integer) (float)] @number
((boolean) @_b @true (#match? @_b "^[tT]"))
((boolean) @_b @false (#match? @_b "^[fF]"))
(null) @null

; ---- what is there for the interpreter only ----
[
  (php_tag) (php_end_tag) (text_interpolation) (text) (declare_statement) (visibility_modifier) (static_modifier)
  (final_modifier) (abstract_modifier) (readonly_modifier) (include_expression) (require_once_expression)
  (require_expression) (include_once_expression)
] @ignore

; ---- nodes that mean their only part ----
[
  (parenthesized_expression (_) @transparent.value)
  (argument (_) @transparent.value)
  (array_element_initializer (_) @transparent.value)
  (named_type (_) @transparent.value)
  (optional_type (_) @transparent.value)
  (cast_expression value: (_) @transparent.value)
  (error_suppression_expression (_) @transparent.value)
  (clone_expression (_) @transparent.value)
  (reference_assignment_expression right: (_) @transparent.value)
] @transparent

; ---- collections ----
[(array_creation_expression) (union_type) (type_list)] @list
(array_creation_expression (array_element_initializer "=>")) @dict
(array_element_initializer . (_) @pair.key "=>" (_) @pair.value) @pair
(variadic_unpacking (_) @splat.value) @splat
(argument name: (_) @keyword.name ":" (_) @keyword.value) @keyword

; ---- operations ----
[
  (function_call_expression function: (_) @call.function arguments: (_) @call.arguments)
  (member_call_expression object: (_) @call.object name: (_) @call.name arguments: (_) @call.arguments)
  (nullsafe_member_call_expression object: (_) @call.object name: (_) @call.name arguments: (_) @call.arguments)
  (scoped_call_expression scope: (_) @call.object name: (_) @call.name arguments: (_) @call.arguments)
  (attribute (_) @call.function parameters: (_)? @call.arguments)
] @call
(object_creation_expression
  [(name) (qualified_name) (variable_name) (relative_scope)] @new.function
  (arguments)? @new.arguments) @new
(object_creation_expression
  (anonymous_class
    (arguments)? @new.arguments
    (base_clause (_)* @new.base)?
    (class_interface_clause (_)* @new.base)?
    body: (_) @new.body)) @new
[
  (member_access_expression object: (_) @member.object name: (_) @member.name)
  (nullsafe_member_access_expression object: (_) @member.object name: (_) @member.name)
  (scoped_property_access_expression scope: (_) @member.object name: (_) @member.name)
  (class_constant_access_expression . (_) @member.object (_) @member.name)
] @member
((class_constant_access_expression . (_) @transparent.value (name) @_class) @transparent (#eq? @_class "class"))
(subscript_expression . (_) @subscript.object (_)? @subscript.index) @subscript
(binary_expression left: (_) @binary.operand operator: _ @binary.operator right: (_) @binary.operand) @binary
(binary_expression left: (_) @conditional.alternative operator: "??" right: (_) @conditional.alternative) @conditional
(unary_op_expression operator: _ @unary.operator argument: (_) @unary.value) @unary
(conditional_expression
  condition: (_) @conditional.alternative
  alternative: (_) @conditional.alternative) @conditional
(conditional_expression
  condition: (_) @conditional.condition
  body: (_) @conditional.alternative
  alternative: (_) @conditional.alternative) @conditional
(match_expression
  condition: (_) @conditional.condition
  body: (match_block (_ return_expression: (_) @conditional.alternative)*)) @conditional
(anonymous_function parameters: (_) @lambda.parameters body: (_) @lambda.body) @lambda
(arrow_function parameters: (_) @lambda.parameters body: (_) @lambda.value) @lambda

; ---- namespaces and imports ----
(namespace_definition name: (_) @namespace.name body: (_)? @namespace.body) @namespace
(namespace_use_declaration (namespace_use_clause)* @import.item) @import
(namespace_use_declaration
  (namespace_name) @import.module
  body: (namespace_use_group (namespace_use_clause)* @import.item)) @import
(namespace_use_clause (name) @item.name alias: (_)? @item.alias) @item
(namespace_use_clause (qualified_name (name) @item.root) @item.name alias: (_)? @item.alias) @item
(namespace_use_clause type: "const") @ignore

; ---- classes and functions ----
[
  (class_declaration
    attributes: (attribute_list (attribute_group (attribute)* @class.decorator)*)?
    name: (_) @class.name
    (base_clause (_)* @class.base)?
    (class_interface_clause (_)* @class.base)?
    body: (_) @class.body)
  (interface_declaration name: (_) @class.name (base_clause (_)* @class.base)? body: (_) @class.body)
  (trait_declaration name: (_) @class.name body: (_) @class.body)
  (enum_declaration name: (_) @class.name body: (_) @class.body)
] @class
(use_declaration . (_) @field.type) @field
(property_declaration
  type: (_)? @field.type
  (property_element name: (_) @field.name default_value: (_)? @field.value)) @field
(const_element . (name) @field.name (_) @field.value) @field
(enum_case name: (_) @field.name value: (_)? @field.value) @field
[
  (method_declaration
    attributes: (attribute_list (attribute_group (attribute)* @function.decorator)*)?
    (static_modifier)? @function.static
    name: (_) @function.name
    parameters: (_) @function.parameters
    return_type: (_)? @function.type
    body: (_)? @function.body)
  (function_definition
    attributes: (attribute_list (attribute_group (attribute)* @function.decorator)*)?
    name: (_) @function.name
    parameters: (_) @function.parameters
    return_type: (_)? @function.type
    body: (_) @function.body)
] @function
(simple_parameter type: (_)? @parameter.type name: (_) @parameter.name default_value: (_)? @parameter.value) @parameter
(property_promotion_parameter
  type: (_)? @parameter.type
  name: (_) @parameter.name @parameter.field
  default_value: (_)? @parameter.value) @parameter
(variadic_parameter name: (_) @rest.target) @rest

; ---- bindings ----
(assignment_expression left: (_) @assign.target right: (_) @assign.value) @assign
(augmented_assignment_expression left: (_) @assign.target operator: _ @assign.operator right: (_) @assign.value) @assign
(augmented_assignment_expression left: (_) @assign.target operator: "??=" right: (_) @assign.value) @assign
(static_variable_declaration name: (_) @assign.target value: (_)? @assign.value) @assign
(list_literal) @pattern
(global_declaration (variable_name)* @global.name) @global

; ---- control ----
(return_statement (_)? @return.value) @return
(yield_expression (_)? @yield.value) @yield
(throw_expression (_) @raise.value) @raise
(break_statement) @break
(continue_statement) @continue
(if_statement
  condition: (_) @branch.condition
  body: (_) @branch.body
  alternative: (_)* @branch.part) @branch
(else_if_clause condition: (_) @branch.condition body: (_) @branch.body) @branch
(else_clause body: (_) @else.body) @else
(switch_statement
  condition: (_) @switch.value
  body: (switch_block [(case_statement) (default_statement)]* @switch.part)) @switch
(case_statement value: (_) @case.value (_)* @case.body) @case
(default_statement (_)* @case.body) @case
(foreach_statement . (_) @each.value (_) @each.target body: (_) @each.body) @each
(foreach_statement . (_) @each.value (pair . (_) (_) @each.target) body: (_) @each.body) @each
(for_statement
  initialize: (_)? @each.init
  condition: (_)? @each.condition
  update: (_)? @each.step
  body: (_) @each.body) @each
(while_statement condition: (_) @while.condition body: (_) @while.body) @while
(do_statement body: (_) @while.body condition: (_) @while.condition) @while
(try_statement body: (_) @try.body [(catch_clause) (finally_clause)]* @try.part) @try
(catch_clause
  type: (type_list (_)* @handler.type)
  name: (_)? @handler.name
  body: (_) @handler.body) @handler
(finally_clause body: (_) @finally.body) @finally
