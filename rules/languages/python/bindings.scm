; Python: how its syntax becomes facts. The vocabulary is in docs/rules.md, the notation in src/syntax/pattern.h.

(comment) @comment.text
(string_content) @string.content
[(escape_sequence) (escape_interpolation)] @string.escape
(interpolation) @string.interpolation

; ---- leaves ----
(identifier) @name
[(string) (concatenated_string)] @string
[(integer) (float)] @number
(true) @true
(false) @false
(none) @null

; ---- nodes that mean their only part ----
[
  (parenthesized_expression (_) @transparent.value)
  (interpolation expression: (_) @transparent.value)
  (type (_) @transparent.value)
  (if_clause (_) @transparent.value)
  (case_pattern (_) @transparent.value)
] @transparent
(await (_) @await.value) @await

; ---- collections ----
[(list) (tuple) (set) (expression_list) (union_pattern)] @list
(dictionary) @dict
(pair key: (_) @pair.key value: (_) @pair.value) @pair
(list_splat (_) @splat.value) @splat
(dictionary_splat (_) @splat.value @splat.double) @splat
(keyword_argument name: (_) @keyword.name value: (_) @keyword.value) @keyword

; ---- operations ----
(call function: (_) @call.function arguments: (argument_list) @call.arguments) @call
(call function: (_) @call.function arguments: (generator_expression) @call.argument) @call
(attribute object: (_) @member.object attribute: (_) @member.name) @member
(subscript value: (_) @subscript.object subscript: (_)* @subscript.index) @subscript
(generic_type . (identifier) @subscript.object (type_parameter (_)* @subscript.index)) @subscript
(member_type (type) @member.object (identifier) @member.name) @member
(binary_operator left: (_) @binary.operand operator: _ @binary.operator right: (_) @binary.operand) @binary
(union_type (_)* @binary.operand "|"* @binary.operator) @binary
(boolean_operator left: (_) @binary.operand operator: "and" @binary.operator right: (_) @binary.operand) @binary
(comparison_operator (_)* @binary.operand operators: _* @binary.operator) @binary
(boolean_operator left: (_) @conditional.alternative operator: "or" right: (_) @conditional.alternative) @conditional
(conditional_expression (_) @conditional.alternative (_) @conditional.condition (_) @conditional.alternative) @conditional
(unary_operator operator: _ @unary.operator argument: (_) @unary.value) @unary
(not_operator "not" @unary.operator argument: (_) @unary.value) @unary
(lambda parameters: (lambda_parameters)? @lambda.parameters body: (_) @lambda.value) @lambda
[
  (list_comprehension body: (_) @comprehension.body [(for_in_clause) (if_clause)]* @comprehension.clause)
  (set_comprehension body: (_) @comprehension.body [(for_in_clause) (if_clause)]* @comprehension.clause)
  (dictionary_comprehension body: (_) @comprehension.body [(for_in_clause) (if_clause)]* @comprehension.clause)
  (generator_expression body: (_) @comprehension.body [(for_in_clause) (if_clause)]* @comprehension.clause)
] @comprehension
(for_in_clause left: (_) @each.target right: (_)* @each.value) @each

; ---- functions and classes ----
(function_definition
  "async"? @function.async
  name: (_) @function.name
  parameters: (_) @function.parameters
  return_type: (_)? @function.type
  body: (_) @function.body) @function
(class_definition
  name: (_) @class.name
  superclasses: (argument_list (_)* @class.base)?
  body: (_) @class.body) @class
(decorator (_) @decorator.value) @decorator
((decorator (identifier) @decorator.value @decorator.property) @decorator
  (#any-of? @decorator.property "property" "cached_property" "computed_field"))
((decorator (identifier) @decorator.value @decorator.static) @decorator (#eq? @decorator.static "staticmethod"))
(expression_statement . [(string) (concatenated_string)] @doc.value) @doc

(default_parameter name: (_) @parameter.name value: (_) @parameter.value) @parameter
(typed_parameter . (_) @parameter.name type: (_) @parameter.type) @parameter
(typed_default_parameter name: (_) @parameter.name type: (_) @parameter.type value: (_) @parameter.value) @parameter
(dictionary_splat_pattern (_) @parameter.name @parameter.keywords) @parameter
(typed_parameter . (dictionary_splat_pattern (_) @parameter.name) @parameter.keywords type: (_) @parameter.type) @parameter
[(keyword_separator) (positional_separator)] @ignore

; ---- bindings ----
(assignment left: (_) @assign.target type: (_)? @assign.type right: (_)? @assign.value) @assign
(augmented_assignment left: (_) @assign.target operator: _ @assign.operator right: (_) @assign.value) @assign
(named_expression name: (_) @assign.target value: (_) @assign.value) @assign
[(pattern_list) (tuple_pattern) (list_pattern) (tuple) (list)] @pattern
(list_splat_pattern (_) @rest.target) @rest

(import_statement name: (_)* @import.item) @import
(import_from_statement
  module_name: (_) @import.module
  name: (_)* @import.item
  (wildcard_import)? @import.star) @import
(dotted_name . (identifier) @item.root) @item
(aliased_import name: (_) @item.name alias: (_) @item.alias) @item
[(future_import_statement) (type_alias_statement)] @ignore
(global_statement (identifier)* @global.name) @global
(nonlocal_statement (identifier)* @nonlocal.name) @nonlocal

; ---- control ----
(return_statement (_)? @return.value) @return
(yield (_)? @yield.value) @yield
(raise_statement (_)? @raise.value) @raise
(raise_statement (_) @raise.value cause: (_) @raise.cause) @raise
(break_statement) @break
(continue_statement) @continue
(pass_statement) @pass
(expression_statement . (ellipsis)) @pass
(assert_statement (_)* @assert.value) @assert

(if_statement
  condition: (_) @branch.condition
  consequence: (_) @branch.body
  alternative: (_)* @branch.part) @branch
(elif_clause condition: (_) @branch.condition consequence: (_) @branch.body) @branch
((if_statement
  condition: [(identifier) @branch.typing (attribute attribute: (_) @branch.typing)] @branch.condition
  consequence: (_) @branch.body
  alternative: (_)* @branch.part) @branch
  (#eq? @branch.typing "TYPE_CHECKING"))
(else_clause body: (_) @else.body) @else
(match_statement subject: (_)* @switch.value body: (block (case_clause)* @switch.part)) @switch
(case_clause
  (case_pattern (_) @case.value)*
  guard: (_)? @case.condition
  consequence: (_) @case.body) @case

(for_statement
  "async"? @each.async
  left: (_) @each.target
  right: (_) @each.value
  body: (_) @each.body
  alternative: (_)? @each.part) @each
(while_statement condition: (_) @while.condition body: (_) @while.body alternative: (_)? @while.part) @while
(try_statement body: (_) @try.body [(except_clause) (else_clause) (finally_clause)]* @try.part) @try
(except_clause value: (_)* @handler.type alias: (_)? @handler.name (block) @handler.body) @handler
(finally_clause (block) @finally.body) @finally
(with_statement "async"? @with.async (with_clause (with_item value: (_) @with.value)*) body: (_) @with.body) @with
(as_pattern . (_) @enter.value alias: (as_pattern_target (_) @enter.target)) @enter

; A module that is named at run time.
((call function: (identifier) @_import arguments: (argument_list . (string) @module.name)) @module
  (#eq? @_import "import_module"))
((call function: (attribute attribute: (identifier) @_import) arguments: (argument_list . (string) @module.name)) @module
  (#eq? @_import "import_module"))
