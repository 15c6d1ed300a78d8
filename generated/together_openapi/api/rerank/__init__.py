# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
"""Operations tagged rerank."""
