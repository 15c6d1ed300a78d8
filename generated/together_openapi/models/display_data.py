# Generated; do not edit. Change openapi.yaml, a rule or a template, then `make generate`.
from __future__ import annotations

from attrs import define, field

from .. import models as m
from ..model import Model
from ..types import UNSET, Unset


@define(repr=False)
class DisplayData(Model):
    """One thing in several formats, by their media types.

    Attributes:
        text_plain: As text.
        text_html: As HTML.
        text_markdown: As Markdown.
        text_latex: As LaTeX.
        image_png: As a PNG picture, in base64.
        image_jpeg: As a JPEG picture, in base64.
        image_gif: As a GIF picture, in base64.
        image_svg_xml: As an SVG drawing.
        application_pdf: As a PDF document, in base64.
        application_json: As JSON.
        application_geo_json: As places on a map, in GeoJSON.
        application_javascript: As JavaScript that draws it.
        application_vnd_vega_v5_json: As a chart for Vega 5.
        application_vnd_vegalite_v4_json: As a chart for Vega-Lite 4.
    """

    text_plain: str | Unset = field(default=UNSET, metadata={"wire": "text/plain"})
    text_html: str | Unset = field(default=UNSET, metadata={"wire": "text/html"})
    text_markdown: str | Unset = field(default=UNSET, metadata={"wire": "text/markdown"})
    text_latex: str | Unset = field(default=UNSET, metadata={"wire": "text/latex"})
    image_png: str | Unset = field(default=UNSET, metadata={"wire": "image/png"})
    image_jpeg: str | Unset = field(default=UNSET, metadata={"wire": "image/jpeg"})
    image_gif: str | Unset = field(default=UNSET, metadata={"wire": "image/gif"})
    image_svg_xml: str | Unset = field(default=UNSET, metadata={"wire": "image/svg+xml"})
    application_pdf: str | Unset = field(default=UNSET, metadata={"wire": "application/pdf"})
    application_json: m.JsonObject | Unset = field(
        default=UNSET, metadata={"wire": "application/json"}
    )
    application_geo_json: m.JsonObject | Unset = field(
        default=UNSET, metadata={"wire": "application/geo+json"}
    )
    application_javascript: str | Unset = field(
        default=UNSET, metadata={"wire": "application/javascript"}
    )
    application_vnd_vega_v5_json: m.JsonObject | Unset = field(
        default=UNSET, metadata={"wire": "application/vnd.vega.v5+json"}
    )
    application_vnd_vegalite_v4_json: m.JsonObject | Unset = field(
        default=UNSET, metadata={"wire": "application/vnd.vegalite.v4+json"}
    )
