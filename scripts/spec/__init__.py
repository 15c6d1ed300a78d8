"""From openapi.yaml to generated/together_openapi, one step a module.

document  read and validate      rules   repair              build   generate and format
samples   values for schemas     audit   look at the code    probe   import and run the code
publish   compare, record, swap
"""


class GenerateError(Exception):
    """Why no client was written. The message is for the person who ran the command."""
