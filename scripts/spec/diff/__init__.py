"""What changed between two OpenAPI documents, and whom it breaks.

source      read and check         reader     follow references, flatten allOf
shape       what a schema means    fields     what an object or an array holds
facets      formats, enums, bounds whole      null, defaults, tags
contents    two objects            pairing    which variant of a union became which
schemas     walk two schemas       matching   which operation became which
messages    parameters, bodies     access     keys, servers, names
judge       classes of changes     places     a pointer in words, and who owns it
notes       write a change down    report     put it together
render      text, markdown, JSON
packages    two generated clients  python, signatures, hints   the same, seen from Python

Schemas are compared by meaning. Equal are: `nullable: true`, a type array with null, a union with
null; `const` and an `enum` of one; a union of constants and their `enum`; a union of one and that
one; `allOf` of one and that one; `anyOf` and `oneOf` (they differ only for values that fit twice);
a schema inline and the same schema in a component; `type: object` written or implied by
`properties`. Siblings of `$ref` count in OpenAPI 3.0 too: by the letter they are ignored, but
authors mean them and generators read them.

How a change is judged depends on which way the values go:

change                                       in a request         in a response
fewer values: an enum value gone, a tighter  breaks callers       safe
  bound, null refused, a narrower type
more values: the opposite                    safe                 breaks readers that are strict
other values: another type, format, style    breaks callers       breaks readers
field or media type removed                  breaks callers       breaks readers
field added                                  only if required     safe: readers skip the unknown
field that is required now                   breaks callers       safe
field that is no longer required             safe                 breaks readers
default changed or gone                      breaks callers who   safe
                                             leave the value out
success status (1xx to 3xx) added, removed                        breaks readers
error status added or removed                                     safe: any error can come
security or server no longer listed          breaks callers
operation id, first tag, name of a path      breaks callers of the generated client
  parameter

A parameter is a request, a response header a response; a read-only field is in no request, a
write-only one in no response. Opening an object (`additionalProperties`) is safe for readers.
"""
