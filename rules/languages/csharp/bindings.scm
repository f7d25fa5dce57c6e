; C#: how its syntax becomes facts. The vocabulary is in docs/rules.md, the notation in src/syntax/pattern.h.

(comment) @comment.text
[(string_literal_content) (string_content) (raw_string_content)] @string.content
(escape_sequence) @string.escape
(interpolation) @string.interpolation

; ---- leaves ----
[(identifier) (predefined_type) (implicit_parameter)] @name
["this" "base"] @name
[(string_literal) (verbatim_string_literal) (raw_string_literal) (interpolated_string_expression)] @string
[(integer_literal) (real_literal)] @number
(boolean_literal "true") @true
(boolean_literal "false") @false
(null_literal) @null
[(character_literal) (typeof_expression) (sizeof_expression) (default_expression)] @other

; ---- what is there for the compiler only ----
[
  (implicit_type) (modifier) (type_parameter_list) (type_parameter_constraints_clause)
  (delegate_declaration) (extern_alias_directive) (accessor_list) (attribute_list)
  (constructor_initializer) (interpolation_format_clause) (interpolation_alignment_clause)
] @ignore

; ---- nodes that mean their only part ----
[
  (parenthesized_expression (_) @transparent.value)
  (interpolation (interpolation_brace) (_) @transparent.value)
  (nullable_type type: (_) @transparent.value)
  (ref_type type: (_) @transparent.value)
  (cast_expression type: (_) @transparent.type value: (_) @transparent.value)
  (as_expression left: (_) @transparent.value right: (_) @transparent.type)
  (postfix_unary_expression (_) @transparent.value)
  (ref_expression (_) @transparent.value)
  (checked_expression (_) @transparent.value)
  (argument (_) @transparent.value)
  (attribute_argument (_) @transparent.value)
  (alias_qualified_name name: (_) @transparent.value)
  (constant_pattern (_) @transparent.value)
  (collection_element (_) @transparent.value)
  (expression_element (_) @transparent.value)
] @transparent
(await_expression (_) @await.value) @await

; ---- collections ----
[(initializer_expression) (collection_expression) (array_type) (tuple_expression) (tuple_type)] @list
(array_creation_expression (initializer_expression) @transparent.value) @transparent
(implicit_array_creation_expression (initializer_expression) @transparent.value) @transparent
(spread_element (_) @splat.value) @splat
(anonymous_object_creation_expression "{" "="? @dict.separator) @dict
(argument name: (_) @keyword.name ":" (_) @keyword.value) @keyword
(attribute_argument name: (_) @keyword.name (_)+ @keyword.value) @keyword
(assignment_expression left: (identifier) @setting.name right: (_) @setting.value) @setting
(assignment_expression left: (element_binding_expression (argument (_) @setting.key)) right: (_) @setting.value) @setting

; ---- operations ----
(invocation_expression function: (_) @call.function arguments: (_) @call.arguments) @call
((invocation_expression
  function: (member_access_expression name: (identifier) @_taken) @call.function
  arguments: (argument_list (argument (declaration_expression name: (_) @call.target))) @call.arguments) @call
  (#any-of? @_taken "TryGetValue" "TryDequeue" "TryPeek" "TryPop" "TryTake" "TryRemove"))
(invocation_expression
  function: (generic_name . (identifier) @call.function (type_argument_list) @call.types)
  arguments: (_) @call.arguments) @call
(invocation_expression
  function: (member_access_expression name: (generic_name (type_argument_list) @call.types)) @call.function
  arguments: (_) @call.arguments) @call
(invocation_expression
  function: (conditional_access_expression
    (member_binding_expression name: (generic_name (type_argument_list) @call.types))) @call.function
  arguments: (_) @call.arguments) @call
(attribute name: (_) @call.function (attribute_argument_list)? @call.arguments) @call
(object_creation_expression
  type: (_) @new.function
  arguments: (_)? @new.arguments
  initializer: (_)? @new.initializer) @new
(object_creation_expression
  type: (generic_name . (identifier) @new.function (type_argument_list) @new.types)
  arguments: (_)? @new.arguments
  initializer: (_)? @new.initializer) @new
(implicit_object_creation_expression
  (argument_list) @new.arguments
  (initializer_expression)? @new.initializer) @new

[
  (member_access_expression expression: _ @member.object name: (generic_name . (identifier) @member.name))
  (member_access_expression expression: _ @member.object name: (identifier) @member.name)
  (qualified_name qualifier: (_) @member.object name: (generic_name . (identifier) @member.name))
  (qualified_name qualifier: (_) @member.object name: (identifier) @member.name)
  (conditional_access_expression
    condition: (_) @member.object
    (member_binding_expression name: (generic_name . (identifier) @member.name)) @member.optional)
  (conditional_access_expression
    condition: (_) @member.object
    (member_binding_expression name: (identifier) @member.name) @member.optional)
] @member
(element_access_expression
  expression: _ @subscript.object
  subscript: (bracketed_argument_list (argument (_) @subscript.index)*)) @subscript
(conditional_access_expression
  condition: (_) @subscript.object
  (element_binding_expression (argument (_) @subscript.index)*)) @subscript
(generic_name . (identifier) @subscript.object (type_argument_list (_)* @subscript.index)) @subscript
(binary_expression left: (_) @binary.operand operator: _ @binary.operator right: (_) @binary.operand) @binary
(binary_expression left: (_) @conditional.alternative operator: "??" right: (_) @conditional.alternative) @conditional
(is_pattern_expression
  expression: (_) @binary.operand
  "is" @binary.operator
  pattern: (_) @binary.operand) @binary
(is_pattern_expression
  expression: (_) @binary.operand
  "is" @binary.operator
  pattern: (declaration_pattern type: (_) @binary.operand name: (_) @binary.target)) @binary
(is_pattern_expression
  expression: (_) @binary.operand
  "is" @binary.operator
  pattern: (negated_pattern (declaration_pattern type: (_) @binary.operand name: (_) @binary.target))) @binary
(is_expression left: (_) @binary.operand operator: "is" @binary.operator right: (_) @binary.operand) @binary
(prefix_unary_expression ["!" "-" "+" "~"] @unary.operator (_) @unary.value) @unary
(conditional_expression
  condition: (_) @conditional.condition
  consequence: (_) @conditional.alternative
  alternative: (_) @conditional.alternative) @conditional
(switch_expression
  . (_) @conditional.condition
  (switch_expression_arm . (_) @conditional.target (_) @conditional.alternative)*) @conditional
(lambda_expression
  (modifier "async")? @lambda.async
  parameters: (parameter_list)? @lambda.parameters
  parameters: (implicit_parameter)? @lambda.parameter
  body: (_) @lambda.value) @lambda
(lambda_expression
  (modifier "async")? @lambda.async
  parameters: (parameter_list)? @lambda.parameters
  parameters: (implicit_parameter)? @lambda.parameter
  body: (block) @lambda.body) @lambda
(anonymous_method_expression parameters: (_)? @lambda.parameters (block) @lambda.body) @lambda

; ---- namespaces and imports ----
(namespace_declaration name: (_) @namespace.name body: (_) @namespace.body) @namespace
(file_scoped_namespace_declaration name: (_) @namespace.name) @namespace
(using_directive [(identifier) (qualified_name)] @import.module @import.star) @import
(using_directive "global" @import.global [(identifier) (qualified_name)] @import.module @import.star) @import
(using_directive name: (identifier) @import.namespace "=" (_) @import.module) @import
(using_directive "static") @ignore

; ---- types ----
[
  (class_declaration
    (attribute_list (attribute)* @class.decorator)*
    name: (_) @class.name
    (parameter_list)? @class.parameters
    (base_list [(identifier) (generic_name) (qualified_name)]* @class.base)?
    body: (_)? @class.body)
  (record_declaration
    (attribute_list (attribute)* @class.decorator)*
    name: (_) @class.name
    (parameter_list)? @class.parameters
    (base_list [(identifier) (generic_name) (qualified_name)]* @class.base)?
    body: (_)? @class.body)
  (struct_declaration
    (attribute_list (attribute)* @class.decorator)*
    name: (_) @class.name
    (parameter_list)? @class.parameters
    (base_list [(identifier) (generic_name) (qualified_name)]* @class.base)?
    body: (_)? @class.body)
  (interface_declaration
    (attribute_list (attribute)* @class.decorator)*
    name: (_) @class.name
    (base_list [(identifier) (generic_name) (qualified_name)]* @class.base)?
    body: (_) @class.body)
  (enum_declaration name: (_) @class.name body: (_) @class.body)
] @class
(enum_member_declaration name: (_) @field.name value: (_)? @field.value) @field
(field_declaration (modifier "const")) @const
(local_declaration_statement (modifier "const")) @const
(property_declaration
  (attribute_list (attribute)* @field.decorator)*
  type: (_) @field.type
  name: (_) @field.name
  value: (_)? @field.value) @field
(property_declaration
  name: (_) @method.name @method.property
  (modifier "static" @method.static)?
  type: (_) @method.type
  value: (arrow_expression_clause (_) @method.value)) @method
(property_declaration
  name: (_) @method.name @method.property
  type: (_) @method.type
  accessors: (accessor_list (accessor_declaration name: "get" body: (block) @method.body))) @method
(property_declaration
  name: (_) @method.name @method.property
  type: (_) @method.type
  accessors: (accessor_list (accessor_declaration name: "get" body: (arrow_expression_clause (_) @method.value)))) @method

; ---- functions ----
[
  (method_declaration
    (attribute_list (attribute)* @function.decorator)*
    (modifier "static" @function.static)?
    (modifier "async" @function.async)?
    returns: (_) @function.type
    name: (_) @function.name
    parameters: (_) @function.parameters
    body: (arrow_expression_clause (_) @function.value))
  (method_declaration
    (attribute_list (attribute)* @function.decorator)*
    (modifier "static" @function.static)?
    (modifier "async" @function.async)?
    returns: (_) @function.type
    name: (_) @function.name
    parameters: (_) @function.parameters
    body: (block)? @function.body)
  (constructor_declaration
    name: (_) @function.name
    parameters: (_) @function.parameters
    body: (arrow_expression_clause (_) @function.value))
  (constructor_declaration
    name: (_) @function.name
    parameters: (_) @function.parameters
    body: (block)? @function.body)
  (local_function_statement
    type: (_) @function.type
    name: (_) @function.name
    parameters: (_) @function.parameters
    body: (arrow_expression_clause (_) @function.value))
  (local_function_statement
    type: (_) @function.type
    name: (_) @function.name
    parameters: (_) @function.parameters
    body: (block)? @function.body)
] @function
(parameter
  type: (_)? @parameter.type
  name: (_) @parameter.name) @parameter
(parameter
  type: (_)? @parameter.type
  name: (_) @parameter.name
  "=" (_) @parameter.value) @parameter
(parameter
  (attribute_list (attribute)* @parameter.decorator)+
  type: (_)? @parameter.type
  name: (_) @parameter.name) @parameter
; of a function that is called as a method of it
((parameter
  (modifier) @parameter.self
  type: (_)? @parameter.type
  name: (_) @parameter.name) @parameter
  (#eq? @parameter.self "this"))

; ---- bindings ----
(variable_declaration type: (_)? @assign.type (variable_declarator name: (_) @assign.target)) @assign
(variable_declaration
  type: (_)? @assign.type
  (variable_declarator name: (_) @assign.target "=" (_) @assign.value)) @assign
; var (a, b) = f(); the pattern has no field
(variable_declaration (variable_declarator (tuple_pattern) @assign.target "=" (_) @assign.value)) @assign
(assignment_expression left: (_) @reassign.target operator: _ @reassign.operator right: (_) @reassign.value) @reassign
(assignment_expression left: (_) @reassign.target operator: ["=" "??="] right: (_) @reassign.value) @reassign
(tuple_pattern) @pattern
(declaration_pattern type: (_) @assign.type name: (_) @assign.target) @assign
(declaration_expression type: (_) @assign.type name: (_) @assign.target) @assign

; ---- control ----
(return_statement (_)? @return.value) @return
(yield_statement "return" (_) @yield.value) @yield
(throw_statement (_)? @raise.value) @raise
(throw_expression (_) @raise.value) @raise
(break_statement) @break
(continue_statement) @continue
(if_statement
  condition: (_) @branch.condition
  consequence: (_) @branch.body
  alternative: (_)? @branch.part) @branch
(switch_statement value: (_) @switch.value body: (switch_body (switch_section)* @switch.part)) @switch
(switch_section . (constant_pattern (_) @case.value) (_)* @case.body) @case
(switch_section "default" (_)* @case.body) @case
(for_statement
  initializer: (_)? @each.init
  condition: (_)? @each.condition
  update: (_)* @each.step
  body: (_) @each.body) @each
(foreach_statement left: (_) @each.target right: (_) @each.value body: (_) @each.body) @each
(while_statement condition: (_) @while.condition body: (_) @while.body) @while
(do_statement body: (_) @while.body condition: (_) @while.condition) @while
(try_statement body: (_) @try.body [(catch_clause) (finally_clause)]* @try.part) @try
(catch_clause
  (catch_declaration type: (_) @handler.type name: (_)? @handler.name)?
  body: (_) @handler.body) @handler
(finally_clause (block) @finally.body) @finally
(using_statement (_) @with.value body: (_) @with.body) @with
(variable_declaration
  (variable_declarator name: (_) @enter.target "=" (_) @enter.value)) @enter
