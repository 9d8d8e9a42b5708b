"""A pretend Nilvera, as its OpenAPI files describe it: a key in a header, a file in a form, codes with each refusal."""
