"""Sets a text with '# ' headings, '## ' headings, '- ' items and paragraphs as PDF or DOCX, always with the same bytes."""

import io
import textwrap
import zipfile
from xml.sax.saxutils import escape

EPOCH = (2025, 1, 1, 0, 0, 0)


def blocks(text):
    """Yields (kind, text) with kind h1, h2, item or p."""
    for part in text.strip().split("\n\n"):
        if part.startswith("# "):
            yield "h1", part[2:]
        elif part.startswith("## "):
            yield "h2", part[3:]
        elif part.startswith("- "):
            for item in part.split("\n"):
                yield "item", item[2:]
        else:
            yield "p", " ".join(part.split("\n"))


# ---- DOCX ----------------------------------------------------------------------------------------------------------

CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>'
    "</Types>"
)
RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)
DOCUMENT_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>'
    "</Relationships>"
)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:styles {W}>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:b/><w:sz w:val="26"/></w:rPr></w:style>'
    "</w:styles>"
)


def docx(text):
    body = "".join(paragraph(kind, content) for kind, content in blocks(text))
    document = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document {W}><w:body>{body}'
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>'
    )
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELATIONS,
        "word/document.xml": document,
        "word/_rels/document.xml.rels": DOCUMENT_RELATIONS,
        "word/styles.xml": STYLES,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, EPOCH)
            info.create_system = 0
            archive.writestr(info, content.encode("utf-8"))
    return out.getvalue()


def paragraph(kind, content):
    style = {"h1": "Heading1", "h2": "Heading2"}.get(kind)
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{escape(content)}</w:t></w:r></w:p>'


# ---- PDF -----------------------------------------------------------------------------------------------------------

LEFT, TOP, BOTTOM = 72, 770, 72
SIZES = {"h1": (18, 26), "h2": (13, 20), "item": (11, 14), "p": (11, 14)}


def pdf(text):
    pages = [set_page(lines) for lines in paginate(text)]
    count = len(pages)
    objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(count))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {count} >>")
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>")
    for i, content in enumerate(pages):
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * i} 0 R >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    return assemble(objects)


def assemble(objects):
    out = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252")
    start = len(out)
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    out += (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    ).encode("ascii")
    return out


def paginate(text):
    """Lists of (x, y, size, line), one a page."""
    page, y = [], TOP
    for kind, content in blocks(text):
        size, leading = SIZES[kind]
        lines = textwrap.wrap(content, {"h1": 48, "h2": 66}.get(kind, 88))
        y -= 8
        for line in lines:
            if y < BOTTOM:
                yield page
                page, y = [], TOP
            page.append((LEFT, y, size, line))
            y -= leading
    yield page


def set_page(lines):
    return "\n".join(f"BT /F1 {size} Tf {x} {y} Td ({literal(line)}) Tj ET" for x, y, size, line in lines)


def literal(line):
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
