"""From openapi.yaml to generated/together_openapi, one step a module.

fetch      from the web          document  read                     check   validate
rules      repair                translate for the generator alone  around  servers, keys, styles
build      generate, format      launch    the generator, mended    audit   look at the code
samples    values for schemas    probe     run the code             strict  check its types
blame      where it went wrong   publish   compare, record, swap    diff    two documents
"""


class GenerateError(Exception):
    """Why no client was written. The message is for the person who ran the command."""
