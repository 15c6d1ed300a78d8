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
        textplain: As text.
        texthtml: As HTML.
        textmarkdown: As Markdown.
        textlatex: As LaTeX.
        imagepng: As a PNG picture, in base64.
        imagejpeg: As a JPEG picture, in base64.
        imagegif: As a GIF picture, in base64.
        imagesvgxml: As an SVG drawing.
        applicationpdf: As a PDF document, in base64.
        applicationjson: As JSON.
        applicationgeojson: As places on a map, in GeoJSON.
        applicationjavascript: As JavaScript that draws it.
        applicationvnd_vega_v5json: As a chart for Vega 5.
        applicationvnd_vegalite_v4json: As a chart for Vega-Lite 4.
    """

    textplain: str | Unset = field(default=UNSET, metadata={"wire": "text/plain"})
    texthtml: str | Unset = field(default=UNSET, metadata={"wire": "text/html"})
    textmarkdown: str | Unset = field(default=UNSET, metadata={"wire": "text/markdown"})
    textlatex: str | Unset = field(default=UNSET, metadata={"wire": "text/latex"})
    imagepng: str | Unset = field(default=UNSET, metadata={"wire": "image/png"})
    imagejpeg: str | Unset = field(default=UNSET, metadata={"wire": "image/jpeg"})
    imagegif: str | Unset = field(default=UNSET, metadata={"wire": "image/gif"})
    imagesvgxml: str | Unset = field(default=UNSET, metadata={"wire": "image/svg+xml"})
    applicationpdf: str | Unset = field(default=UNSET, metadata={"wire": "application/pdf"})
    applicationjson: m.JsonObject | Unset = field(
        default=UNSET, metadata={"wire": "application/json"}
    )
    applicationgeojson: m.JsonObject | Unset = field(
        default=UNSET, metadata={"wire": "application/geo+json"}
    )
    applicationjavascript: str | Unset = field(
        default=UNSET, metadata={"wire": "application/javascript"}
    )
    applicationvnd_vega_v5json: m.JsonObject | Unset = field(
        default=UNSET, metadata={"wire": "application/vnd.vega.v5+json"}
    )
    applicationvnd_vegalite_v4json: m.JsonObject | Unset = field(
        default=UNSET, metadata={"wire": "application/vnd.vegalite.v4+json"}
    )
