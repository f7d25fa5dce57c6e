; TypeScript: what it adds to JavaScript, whose bindings are read first.

; ---- types: expressions that stand in annotations ----
[(type_identifier) (predefined_type) (this_type)] @name
[
  (type_annotation (_) @transparent.value)
  (parenthesized_type (_) @transparent.value)
  (readonly_type (_) @transparent.value)
  (literal_type (_) @transparent.value)
  (optional_type (_) @transparent.value)
  (constraint (_) @transparent.value)
] @transparent
(generic_type name: (_) @subscript.object type_arguments: (type_arguments (_)* @subscript.index)) @subscript
(lookup_type (_) @subscript.object (_) @subscript.index) @subscript
(nested_type_identifier module: (_) @member.object name: (_) @member.name) @member
(nested_identifier object: (_) @member.object property: (_) @member.name) @member
(union_type (_)* @binary.operand "|" @binary.operator) @binary
(intersection_type (_)* @binary.operand "&" @binary.operator) @binary
[(array_type) (tuple_type)] @list
(object_type) @dict
(property_signature name: (_) @pair.key type: (_)? @pair.value) @pair
(template_literal_type) @other

; ---- what is there for the type checker only ----
[
  (type_alias_declaration) (ambient_declaration) (import_alias)
  (function_signature) (abstract_method_signature) (index_signature)
  (call_signature) (construct_signature) (constructor_type) (type_query)
  (type_predicate_annotation) (asserts_annotation) (type_arguments) (type_parameters)
  (accessibility_modifier) (override_modifier) (mapped_type_clause)
] @ignore
[
  (as_expression . (_) @transparent.value)
  (satisfies_expression . (_) @transparent.value)
  (non_null_expression . (_) @transparent.value)
  (instantiation_expression . (_) @transparent.value)
  (type_assertion (type_arguments) (_) @transparent.value)
  (internal_module body: (_) @transparent.value)
  (module body: (_) @transparent.value)
] @transparent

; ---- operations ----
(call_expression
  function: (_) @call.function
  "?."? @call.optional
  arguments: (arguments) @call.arguments) @call
(call_expression function: (_) @call.function arguments: (template_string) @call.argument) @call
((call_expression function: (identifier) @_require arguments: (arguments . (string) @module.name)) @module
  (#eq? @_require "require"))
(call_expression function: (import) arguments: (arguments . (string) @module.name)) @module

; ---- functions and classes ----
(function_declaration
  "async"? @function.async
  name: (_) @function.name
  parameters: (_) @function.parameters
  return_type: (_)? @function.type
  body: (_) @function.body) @function
(generator_function_declaration
  "async"? @function.async
  "*" @function.generator
  name: (_) @function.name
  parameters: (_) @function.parameters
  return_type: (_)? @function.type
  body: (_) @function.body) @function
(function_expression
  "async"? @lambda.async
  name: (_)? @lambda.name
  parameters: (_) @lambda.parameters
  return_type: (_)? @lambda.type
  body: (_) @lambda.body) @lambda
(arrow_function
  "async"? @lambda.async
  parameter: (_)? @lambda.parameter
  parameters: (_)? @lambda.parameters
  return_type: (_)? @lambda.type
  body: (_) @lambda.value) @lambda
(arrow_function
  "async"? @lambda.async
  parameter: (_)? @lambda.parameter
  parameters: (_)? @lambda.parameters
  return_type: (_)? @lambda.type
  body: (statement_block) @lambda.body) @lambda
(method_definition
  "static"? @method.static
  "async"? @method.async
  "get"? @method.property
  "*"? @method.generator
  name: (_) @method.name
  parameters: (_) @method.parameters
  return_type: (_)? @method.type
  body: (_) @method.body) @method
; of what a type only declares it counts what it gives back
(method_signature
  name: (_) @method.name
  parameters: (_) @method.parameters
  return_type: (_) @method.type) @method
(function_type parameters: (_) @lambda.parameters return_type: (_) @lambda.type) @lambda
[
  (class_declaration
    decorator: (_)* @class.decorator
    name: (_) @class.name
    (class_heritage
      (extends_clause value: (_)* @class.base)?
      (implements_clause (_)* @class.base)?)?
    body: (_) @class.body)
  (abstract_class_declaration
    decorator: (_)* @class.decorator
    name: (_) @class.name
    (class_heritage
      (extends_clause value: (_)* @class.base)?
      (implements_clause (_)* @class.base)?)?
    body: (_) @class.body)
  (class
    decorator: (_)* @class.decorator
    name: (_)? @class.name
    (class_heritage
      (extends_clause value: (_)* @class.base)?
      (implements_clause (_)* @class.base)?)?
    body: (_) @class.body)
  (enum_declaration name: (_) @class.name body: (_) @class.body)
] @class
(interface_declaration
  name: (_) @class.name
  (extends_type_clause type: (_)* @class.base)?
  body: (_) @class.body) @class
(type_alias_declaration name: (_) @assign.target value: (object_type) @assign.type) @assign
(public_field_definition
  decorator: (_)* @field.decorator
  name: (_) @field.name
  type: (_)? @field.type
  value: (_)? @field.value) @field
(enum_assignment name: (_) @field.name value: (_) @field.value) @field
[
  (required_parameter
    decorator: (_)* @parameter.decorator
    pattern: (_) @parameter.name
    type: (_)? @parameter.type
    value: (_)? @parameter.value)
  (optional_parameter
    decorator: (_)* @parameter.decorator
    pattern: (_) @parameter.name
    type: (_)? @parameter.type
    value: (_)? @parameter.value)
] @parameter
[
  (required_parameter
    decorator: (_)* @parameter.decorator
    [(accessibility_modifier) "readonly"] @parameter.field
    pattern: (_) @parameter.name
    type: (_)? @parameter.type
    value: (_)? @parameter.value)
  (optional_parameter
    decorator: (_)* @parameter.decorator
    [(accessibility_modifier) "readonly"] @parameter.field
    pattern: (_) @parameter.name
    type: (_)? @parameter.type
    value: (_)? @parameter.value)
] @parameter
(required_parameter pattern: (this)) @ignore

; ---- bindings ----
(variable_declarator name: (_) @assign.target type: (_) @assign.type value: (_)? @assign.value) @assign

; ---- imports and exports ----
(import_statement
  ["type" "typeof"]? @import.type
  (import_clause
    (identifier)? @import.default
    (namespace_import (identifier) @import.namespace)?
    (named_imports (import_specifier)* @import.item)?)?
  source: (_) @import.module) @import
(import_statement
  (import_require_clause (identifier) @import.namespace source: (_) @import.module)) @import
(import_specifier ["type" "typeof"]? @item.type name: _ @item.name alias: _? @item.alias) @item
(export_statement
  "type"? @export.type
  (export_clause (export_specifier)* @export.item)
  source: (_)? @export.module) @export
(export_specifier ["type" "typeof"]? @item.type name: _ @item.name alias: _? @item.alias) @item
(export_statement "=" @export.all (_) @export.value) @export
