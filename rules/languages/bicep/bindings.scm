; Bicep. A resource stands in the list below its type, as `Microsoft.App/containerApps@2024-03-01`, a module below its
; file; one inside another likewise. Parameters and variables are pairs. What is computed is its own text.
(infrastructure) @dict
(object) @dict
(array) @list
(object_property . (_) @pair.key (_) @pair.value) @pair
(resource_declaration (string) @tables.key (object) @tables.value) @tables
(resource_declaration (string) @tables.key (if_statement (object) @tables.value)) @tables
(resource_declaration (string) @tables.key (for_statement body: (object) @tables.value)) @tables
(resource_declaration (string) @tables.key (for_statement body: (if_statement (object) @tables.value))) @tables
(object_property . (resource_declaration (string) @tables.key (object) @tables.value)) @tables
(object_property . (resource_declaration (string) @tables.key (if_statement (object) @tables.value))) @tables
(module_declaration (string) @tables.key (object) @tables.value) @tables
(module_declaration (string) @tables.key (if_statement (object) @tables.value)) @tables
(module_declaration (string) @tables.key (for_statement body: (object) @tables.value)) @tables
(module_declaration (string) @tables.key (for_statement body: (if_statement (object) @tables.value))) @tables
(variable_declaration . (identifier) @pair.key (_) @pair.value) @pair
(parameter_declaration . (identifier) @pair.key (type) (_) @pair.value) @pair
(string) @string
(number) @number
(boolean) @boolean
(null) @null
(identifier) @string
(member_expression) @string
(subscript_expression) @string
(resource_expression) @string
(call_expression) @string
(binary_expression) @string
(ternary_expression) @string
(unary_expression) @string
(lambda_expression) @string
(for_statement) @string
(decorators) @ignore
(output_declaration) @ignore
(import_statement) @ignore
(import_with_statement) @ignore
(import_functionality) @ignore
(using_statement) @ignore
(target_scope_assignment) @ignore
(metadata_declaration) @ignore
(type_declaration) @ignore
(user_defined_function) @ignore
(test_block) @ignore
(assert_statement) @ignore
(comment) @comment
(diagnostic_comment) @comment
