; Rust: how its syntax becomes facts. The vocabulary is in docs/rules.md, the notation in src/syntax/pattern.h.

[(line_comment) (block_comment)] @comment.text
(string_content) @string.content
(escape_sequence) @string.escape

; ---- leaves ----
[(identifier) (type_identifier) (primitive_type) (self) (super) (crate) (metavariable) (shorthand_field_identifier)] @name
(field_identifier) @key
[(string_literal) (raw_string_literal)] @string
[(integer_literal) (float_literal)] @number
((boolean_literal) @true @_word (#eq? @_word "true"))
((boolean_literal) @false @_word (#eq? @_word "false"))
((identifier) @null @_word (#any-of? @_word "None" "null"))
[(char_literal) (lifetime) (unit_expression)] @other

; ---- nodes that mean their only part ----
[
  (parenthesized_expression (_) @transparent.value)
  (try_expression (_) @transparent.value)
  (reference_expression value: (_) @transparent.value)
  (unary_expression "*" (_) @transparent.value)
  (type_cast_expression value: (_) @transparent.value)
  (reference_type type: (_) @transparent.value)
  (pointer_type type: (_) @transparent.value)
  (dynamic_type trait: (_) @transparent.value)
  (abstract_type trait: (_) @transparent.value)
  (bracketed_type (_) @transparent.value)
  (async_block (block) @transparent.value)
  (unsafe_block (block) @transparent.value)
  (generic_function function: (_) @transparent.value)
] @transparent
(await_expression (_) @await.value) @await

; ---- types ----
(scoped_type_identifier path: (_) @member.object name: (_) @member.name) @member
(generic_type type: (_) @subscript.object type_arguments: (type_arguments (_)* @subscript.index)) @subscript
(generic_type_with_turbofish type: (_) @transparent.value) @transparent
; fn ask<H: Http>(http: H) where H: Send: what a type that is taken is at least
(type_parameter name: (_) @bound.name bounds: (trait_bounds (_)* @bound.type)) @bound
(where_predicate left: (type_identifier) @bound.name bounds: (trait_bounds (_)* @bound.type)) @bound
[(lifetime_parameter) (const_parameter) (higher_ranked_trait_bound) (removed_trait_bound) (visibility_modifier) (attribute_item) (inner_attribute_item) (macro_definition)] @ignore

; What an attribute before a function says of it, as a call: #[post("/ask")]. Others (derive, cfg) say nothing that counts.
((attribute_item (attribute [(identifier) @_word (scoped_identifier name: (_) @_word)]) @decorator.value) @decorator
  (#any-of? @_word "get" "post" "put" "patch" "delete" "route" "routes" "instrument" "tool" "rig_tool" "serde" "command" "server"))
(attribute . (_) @call.function arguments: (token_tree)? @call.arguments) @call

; ---- collections ----
[(array_expression) (tuple_expression)] @list
(struct_expression name: (_) @new.function body: (_) @new.arguments) @new
(field_initializer field: (_) @keyword.name value: (_) @keyword.value) @keyword
(shorthand_field_initializer (identifier) @keyword.name @keyword.value) @keyword
(base_field_initializer (_)) @ignore

; ---- operations ----
(call_expression function: (_) @call.function arguments: (_) @call.arguments) @call
(call_expression
  function: (generic_function function: (_) @call.function type_arguments: (type_arguments) @call.types)
  arguments: (_) @call.arguments) @call
((call_expression function: (identifier) @_some arguments: (arguments . (_) @transparent.value)) @transparent
  (#any-of? @_some "Some" "Ok" "Box" "Arc"))
(field_expression value: (_) @member.object field: (_) @member.name) @member
(scoped_identifier path: (_) @member.object name: (_) @member.name) @member
; Client::<Config>::new: what its type is made of says nothing of a type that is asked for a function.
(scoped_identifier path: (generic_type type: (_) @member.object) name: (_) @member.name) @member
(index_expression . (_) @subscript.object (_) @subscript.index) @subscript
(binary_expression left: (_) @binary.operand operator: _ @binary.operator right: (_) @binary.operand) @binary
(unary_expression "!" @unary.operator (_) @unary.value) @unary
(unary_expression "-" @unary.operator (_) @unary.value) @unary
(negative_literal (_) @unary.value) @unary
(macro_invocation) @other
; include_str!("prompts/system.md"): reads a file
((macro_invocation macro: (identifier) @call.function (token_tree . [(string_literal) (raw_string_literal)] @call.argument)) @call
  (#any-of? @call.function "include_str" "include_bytes"))
; sqlx::query!("INSERT ...", value): a statement that is checked while the program is built
((macro_invocation macro: [(identifier) (scoped_identifier)] @call.function (token_tree . [(string_literal) (raw_string_literal)] @call.argument)) @call
  (#match? @call.function "^(sqlx::)?query(_scalar)?(_unchecked)?$"))
((macro_invocation macro: [(identifier) (scoped_identifier)] @call.function (token_tree . (identifier) [(string_literal) (raw_string_literal)] @call.argument)) @call
  (#match? @call.function "^(sqlx::)?query_as(_unchecked)?$"))
; indoc!("text"): that text
((macro_invocation macro: (identifier) @_macro (token_tree . [(string_literal) (raw_string_literal)] @transparent.value)) @transparent
  (#any-of? @_macro "concat" "indoc" "unindent" "concatdoc" "formatcp"))
; error!("{}: {}", id, e), tracing::warn!(error = %e, "failed"): a call that is given the names it writes down
((macro_invocation macro: [(identifier) (scoped_identifier)] @call.function (token_tree) @call.argument) @call
  (#match? @call.function "^((tracing|log|slog|defmt)::)?(error|warn|info|debug|trace|println|eprintln)$"))

; format!("{}/chat", base): what it puts together. Its mark is left out before it is parsed (call_macros).
((call_expression function: [(identifier) @_format (scoped_identifier name: (identifier) @_format)]
  arguments: (arguments . [(string_literal) (raw_string_literal)] @format.text (_)* @format.argument)) @format
  (#any-of? @_format "format" "formatdoc"))

; ---- functions and types ----
(function_item
  (function_modifiers "async" @method.async)?
  name: (_) @method.name
  type_parameters: (_)? @method.bound
  parameters: (_) @method.parameters
  return_type: (_)? @method.type
  (where_clause)? @method.bound
  body: (_) @method.body) @method
(function_signature_item
  name: (_) @method.name
  type_parameters: (_)? @method.bound
  parameters: (_) @method.parameters
  return_type: (_)? @method.type
  (where_clause)? @method.bound) @method
(parameter pattern: (_) @parameter.name type: (_) @parameter.type) @parameter
(self_parameter (self) @parameter.name) @parameter
(closure_expression parameters: (_) @lambda.parameters body: (_) @lambda.value) @lambda
(closure_expression parameters: (_) @lambda.parameters body: (block) @lambda.body) @lambda

(struct_item
  name: (_) @class.name
  type_parameters: (_)? @class.bound
  (where_clause)? @class.bound
  body: (_)? @class.body) @class
(enum_item name: (_) @class.name body: (_) @class.body) @class
(trait_item name: (_) @class.name bounds: (trait_bounds (_)* @class.base)? body: (_) @class.body) @class
(impl_item
  type_parameters: (_)? @class.bound
  trait: (_)? @class.base
  type: (_) @class.receiver
  (where_clause)? @class.bound
  body: (_)? @class.body) @class
(field_declaration name: (_) @field.name type: (_) @field.type) @field
(enum_variant name: (_) @field.name) @field
; what a variant holds: a member of the variant's name (its first part), or members of their own names
(enum_variant name: (_) @field.name body: (ordered_field_declaration_list type: (_) @field.type)) @field
(enum_variant body: (field_declaration_list) @transparent.value) @transparent
; type Router<S = App> = axum::Router<S>, type Shared = Arc<Desk>: another name for what it is made of
(type_item name: (_) @assign.target !type_parameters type: (_) @assign.value) @assign
(type_item name: (_) @assign.target type_parameters: (_) type: [(scoped_type_identifier) (type_identifier)] @assign.value) @assign
(type_item name: (_) @assign.target type: (generic_type) @assign.base) @assign
(ordered_field_declaration_list) @ignore

; ---- bindings ----
(let_declaration pattern: (_) @assign.target type: (_)? @assign.type value: (_)? @assign.value) @assign
(const_item name: (_) @assign.target type: (_) @assign.type value: (_)? @assign.value) @assign
(static_item name: (_) @assign.target type: (_) @assign.type value: (_)? @assign.value) @assign
(assignment_expression left: (_) @reassign.target right: (_) @reassign.value) @reassign
(compound_assignment_expr left: (_) @reassign.target operator: _ @reassign.operator right: (_) @reassign.value) @reassign
; json!({"key": value}): its text is json (["key"= value]) before it is parsed (json_macros).
(array_expression (assignment_expression left: (string_literal))) @dict
(assignment_expression left: (string_literal) @pair.key right: (_) @pair.value) @pair
((call_expression
  function: [(identifier) @_json (scoped_identifier name: (identifier) @_json)]
  arguments: (arguments . (array_expression) @transparent.value)) @transparent
  (#eq? @_json "json"))
[(tuple_pattern) (slice_pattern)] @pattern
[
  (mut_pattern (identifier) @default.target)
  (ref_pattern (_) @default.target)
  (reference_pattern (_) @default.target)
] @default
(tuple_struct_pattern type: (_) "(" (_) @default.target) @default
((tuple_struct_pattern type: (scoped_identifier name: (_) @entry.key) "(" (_) @entry.target) @entry
  (#not-any-of? @entry.key "Some" "Ok" "Err"))
(struct_pattern (field_pattern)* @entries.part) @entries
(field_pattern name: (_) @entry.key @entry.target) @entry
(field_pattern name: (_) @entry.key pattern: (_) @entry.target) @entry
(captured_pattern (_) @default.target) @default

(use_declaration argument: (_) @import.tree) @import
[(identifier) (self) (crate) (super) (scoped_identifier)] @item
(use_as_clause path: (_) @item.name alias: (_) @item.alias) @item
(use_wildcard (_) @item.name "*" @item.star) @item
(scoped_use_list path: (_)? @item.module list: (use_list (_)* @item.item)) @item
(use_list (_)* @item.item) @item
(mod_item "mod" @import.self name: (_) @import.tree) @import
(mod_item body: (_) @transparent.value) @transparent

; ---- control ----
(return_expression (_)? @return.value) @return
(break_expression) @break
(continue_expression) @continue
(if_expression
  condition: (_) @branch.condition
  consequence: (_) @branch.body
  alternative: (_)? @branch.part) @branch
(if_expression
  condition: (let_condition) @branch.init
  consequence: (_) @branch.body
  alternative: (_)? @branch.part) @branch
(let_condition pattern: (_) @assign.target value: (_) @assign.value) @assign
(else_clause (_) @else.body) @else
(match_expression value: (_) @switch.value body: (match_block (match_arm)* @switch.part)) @switch
(match_arm value: (_) @case.body) @case
(match_arm
  pattern: (match_pattern . [(tuple_struct_pattern) (struct_pattern) (tuple_pattern) (captured_pattern)] @case.target)
  value: (_) @case.body) @case
; match text.trim() { "yes" | "y" => ... }: of several texts the last two
(match_arm pattern: (match_pattern . [(string_literal) (raw_string_literal)] @case.value) value: (_) @case.body) @case
(match_arm pattern: (match_pattern . (or_pattern [(string_literal) (raw_string_literal)]+ @case.value)) value: (_) @case.body) @case
(match_arm
  pattern: (match_pattern . (or_pattern (or_pattern (string_literal) @case.value) (string_literal) @case.value))
  value: (_) @case.body) @case
((match_expression
  value: (_) @try.body
  body: (match_block
    (match_arm)? @try.part
    (match_arm pattern: (match_pattern (tuple_struct_pattern type: (identifier) @_fails))) @try.part
    (match_arm)? @try.part)) @try
  (#eq? @_fails "Err"))
; the same where several answers stand before the error
((match_expression
  value: (_) @try.body
  body: (match_block
    (match_arm) @try.part
    (match_arm) @try.part
    (match_arm pattern: (match_pattern (tuple_struct_pattern type: (identifier) @_fails))) @try.part)) @try
  (#eq? @_fails "Err"))
((match_expression
  value: (_) @try.body
  body: (match_block
    (match_arm) @try.part
    (match_arm) @try.part
    (match_arm) @try.part
    (match_arm pattern: (match_pattern (tuple_struct_pattern type: (identifier) @_fails))) @try.part)) @try
  (#eq? @_fails "Err"))
((match_expression
  value: (_) @try.body
  body: (match_block
    (match_arm) @try.part
    (match_arm) @try.part
    (match_arm) @try.part
    (match_arm) @try.part
    (match_arm pattern: (match_pattern (tuple_struct_pattern type: (identifier) @_fails))) @try.part)) @try
  (#eq? @_fails "Err"))
((match_arm
  pattern: (match_pattern (tuple_struct_pattern type: (identifier) @_fails))
  value: (_) @handler.body) @handler
  (#eq? @_fails "Err"))
((match_arm
  pattern: (match_pattern (tuple_struct_pattern type: (identifier) @_fails (_) @handler.name))
  value: (_) @handler.body) @handler
  (#eq? @_fails "Err"))
; "_" is no named node: nothing is bound
(for_expression value: (_) @each.value body: (_) @each.body) @each
(for_expression pattern: (_) @each.target value: (_) @each.value body: (_) @each.body) @each
(while_expression condition: (_) @while.condition body: (_) @while.body) @while
(loop_expression body: (_) @while.body) @while
