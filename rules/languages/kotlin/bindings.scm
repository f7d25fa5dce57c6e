; Kotlin: how its syntax becomes facts. The vocabulary is in docs/rules.md, the notation in src/syntax/pattern.h.

[(line_comment) (block_comment)] @comment.text
(string_content) @string.content
(escape_sequence) @string.escape
(interpolation) @string.interpolation

; ---- leaves ----
(identifier) @name
[(string_literal) (multiline_string_literal)] @string
[(number_literal) (float_literal)] @number
(character_literal) @other
((identifier) @true @_word (#eq? @_word "true"))
((identifier) @false @_word (#eq? @_word "false"))
((identifier) @null @_word (#eq? @_word "null"))
((identifier) @break @_word (#eq? @_word "break"))
((identifier) @continue @_word (#eq? @_word "continue"))
[(this_expression) (super_expression)] @name

; ---- nodes that mean their only part ----
[
  (parenthesized_expression (_) @transparent.value)
  (parenthesized_type (_) @transparent.value)
  (nullable_type (_) @transparent.value)
  (non_nullable_type (_) @transparent.value)
  (type_projection (_) @transparent.value)
  (interpolation (_) @transparent.value)
  (as_expression left: (_) @transparent.value right: (_) @transparent.type)
  (labeled_expression (label) (_) @transparent.value)
  (annotated_expression (annotation) (_) @transparent.value)
  (annotated_lambda (lambda_literal) @transparent.value)
  (value_argument (_) @transparent.value)
  (property_delegate (_) @transparent.value)
] @transparent

; ---- types ----
(user_type . (identifier) @transparent.value) @transparent
(user_type . (identifier) @subscript.object (type_arguments (_)* @subscript.index)) @subscript
(user_type . (identifier) @member.object (identifier) @member.name) @member
[(function_type) (type_constraints) (type_parameters) (type_arguments)] @other

; ---- collections ----
(collection_literal) @list
(value_argument (identifier) @keyword.name "=" (_) @keyword.value) @keyword
(spread_expression (_) @splat.value) @splat

; ---- operations ----
(call_expression
  . (_) @call.function
  (value_arguments)? @call.arguments
  (annotated_lambda (lambda_literal) @call.argument)?) @call
(call_expression
  . (_) @call.function
  (type_arguments) @call.types
  (value_arguments)? @call.arguments
  (annotated_lambda (lambda_literal) @call.argument)?) @call
(call_expression
  . (call_expression . (_) @call.function (value_arguments) @call.arguments)
  (annotated_lambda (lambda_literal) @call.argument)) @call
(value_arguments) @list
((call_expression . (identifier) @_maker (value_arguments) @transparent.value) @transparent
  (#any-of? @_maker "listOf" "mutableListOf" "arrayListOf" "arrayOf" "setOf" "listOfNotNull"))
(annotation (user_type) @call.function) @call
(annotation (constructor_invocation (_) @call.function (value_arguments) @call.arguments)) @call
(navigation_expression . (_) @member.object (identifier) @member.name) @member
(callable_reference (identifier) @transparent.value) @transparent
(callable_reference . (_) @member.object (identifier) @member.name) @member
(index_expression . (_) @subscript.object (_)* @subscript.index) @subscript
(binary_expression left: (_) @binary.operand operator: _ @binary.operator right: (_) @binary.operand) @binary
(is_expression left: (_) @binary.operand ["is" "!is"] @binary.operator right: (_) @binary.operand) @binary
(type_test ["is" "!is"] @unary.operator (_) @unary.value) @unary
(in_expression left: (_) @binary.operand "in" @binary.operator right: (_) @binary.operand) @binary
(binary_expression left: (_) @conditional.alternative operator: "?:" right: (_) @conditional.alternative) @conditional
; f<T>(x), which the grammar takes for two comparisons: what a comparison gives is compared with nothing.
(binary_expression
  left: (binary_expression left: [(navigation_expression) (identifier)] @call.function operator: "<")
  operator: ">"
  right: (parenthesized_expression (_) @call.argument)) @call
(binary_expression
  left: (binary_expression left: [(navigation_expression) (identifier)] @call.function operator: "<" right: (identifier) @call.types)
  operator: ">"
  right: (parenthesized_expression (_) @call.argument)) @call
(binary_expression
  left: (binary_expression left: [(navigation_expression) (identifier)] @call.function operator: "<" right: (identifier) @call.types)
  operator: ">"
  right: (lambda_literal) @call.argument) @call
(unary_expression operator: _ @unary.operator argument: (_) @unary.value) @unary
(unary_expression argument: (_) @transparent.value operator: "!!") @transparent
(infix_expression . (_) @pair.key (identifier) (_) @pair.value) @pair

; ---- functions and classes ----
(function_declaration
  (modifiers (annotation)* @method.decorator)?
  name: (_) @method.name
  (function_value_parameters) @method.parameters
  [(user_type) (nullable_type) (parenthesized_type)]? @method.type
  (function_body (block) @method.body)?) @method
(function_declaration
  (modifiers (annotation)* @method.decorator)?
  name: (_) @method.name
  (function_value_parameters) @method.parameters
  [(user_type) (nullable_type) (parenthesized_type)]? @method.type
  (function_body "=" (_) @method.value)) @method
; of a type that it extends
(function_declaration
  (modifiers (annotation)* @method.decorator)?
  [(user_type) (nullable_type)] @method.receiver
  name: (_) @method.name
  (function_value_parameters) @method.parameters
  [(user_type) (nullable_type) (parenthesized_type)]? @method.type
  (function_body (block) @method.body)?) @method
(function_declaration
  (modifiers (annotation)* @method.decorator)?
  [(user_type) (nullable_type)] @method.receiver
  name: (_) @method.name
  (function_value_parameters) @method.parameters
  [(user_type) (nullable_type) (parenthesized_type)]? @method.type
  (function_body "=" (_) @method.value)) @method
(parameter (identifier) @parameter.name (_) @parameter.type) @parameter
(parameter_modifiers) @ignore
(lambda_literal (lambda_parameters)? @lambda.parameters (_)* @lambda.body) @lambda
(anonymous_function (function_value_parameters) @lambda.parameters (function_body (_) @lambda.body)) @lambda

(class_declaration
  (modifiers (annotation)* @class.decorator)?
  name: (_) @class.name
  (primary_constructor (class_parameters) @class.parameters)?
  (delegation_specifiers (delegation_specifier (_) @class.base)*)?
  [(class_body) (enum_class_body)]? @class.body) @class
(constructor_invocation . (_) @transparent.value) @transparent
(object_declaration
  (modifiers (annotation)* @class.decorator)?
  name: (_) @class.name
  (delegation_specifiers (delegation_specifier (_) @class.base)*)?
  (class_body)? @class.body) @class
; of a class without a name
(object_literal (delegation_specifiers . (delegation_specifier (_) @new.function)) (class_body (function_declaration)) @new.body) @new
(companion_object (class_body) @transparent.value) @transparent
(class_parameter (modifiers (annotation)* @parameter.decorator)? (identifier) @parameter.name (_) @parameter.type) @parameter
(class_parameter (modifiers (annotation)* @parameter.decorator)? (identifier) @parameter.name (_) @parameter.type "=" (_) @parameter.value) @parameter
(enum_entry (identifier) @field.name) @field
(enum_entry (identifier) @field.name (value_arguments) @field.arguments) @field
[(modifiers) (type_alias) (file_annotation)] @ignore
(anonymous_initializer (_) @transparent.value) @transparent
(secondary_constructor (function_value_parameters) @lambda.parameters (block)? @lambda.body) @lambda

; ---- bindings ----
(property_declaration (variable_declaration . (identifier) @assign.target (_)? @assign.type)) @assign
(property_declaration (variable_declaration . (identifier) @assign.target (_)? @assign.type) "=" (_) @assign.value) @assign
(property_declaration (variable_declaration . (identifier) @assign.target (_)? @assign.type) (property_delegate) @assign.value) @assign
(property_declaration (multi_variable_declaration) @assign.target "=" (_) @assign.value) @assign
(multi_variable_declaration) @pattern
(variable_declaration . (identifier) @default.target) @default ; one of these names
(assignment left: (_) @reassign.target right: (_) @reassign.value) @reassign
(assignment left: (_) @reassign.target operator: ["+=" "-=" "*=" "/=" "%="] @reassign.operator right: (_) @reassign.value) @reassign
(variable_declaration . (identifier) @parameter.name) @parameter

(package_header (qualified_identifier) @package.name) @package
(import (qualified_identifier) @import.item) @import
(import (qualified_identifier) @import.item "as" (identifier) @import.alias) @import
(import (qualified_identifier) @import.module "*" @import.star) @import
(qualified_identifier) @item

; ---- control ----
(return_expression (_)? @return.value) @return
(throw_expression (_) @raise.value) @raise
(if_expression condition: (_) @branch.condition ")" (_) @branch.body "else"? (_)? @branch.part) @branch
(when_expression (when_subject (_) @switch.value)? (when_entry)* @switch.part) @switch
(when_entry condition: (_)* @case.value "->" (_) @case.body) @case
(for_statement . (multi_variable_declaration) @each.target "in" (_) @each.value (_)? @each.body) @each
(for_statement . (variable_declaration (identifier) @each.target) "in" (_) @each.value (_)? @each.body) @each
(while_statement condition: (_) @while.condition ")" (_)? @while.body) @while
(do_while_statement (_) @while.body condition: (_) @while.condition) @while
(try_expression . (block) @try.body [(catch_block) (finally_block)]* @try.part) @try
(catch_block (identifier) @handler.name (_) @handler.type (block) @handler.body) @handler
(finally_block (block) @finally.body) @finally
