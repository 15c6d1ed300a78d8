"""From openapi.yaml to generated/together_openapi, one step a module.

fetch     from the web           document  read              check   validate
rules     repair                 build     generate, format  audit   look at the code
samples   values for schemas     probe     run the code      strict  check its types
publish   compare, record, swap
"""


class GenerateError(Exception):
    """Why no client was written. The message is for the person who ran the command."""
