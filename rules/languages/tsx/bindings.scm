; TSX: nothing of its own. JavaScript's bindings bring the elements, TypeScript's the types.
