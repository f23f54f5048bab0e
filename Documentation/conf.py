# SPDX-License-Identifier: GPL-2.0-only
#
# Configuration of Sphinx. "build" collects the pages and pictures, and sets KSRC to a
# Linux source tree, which has the extension kerneldoc.

import os
import re
import sys
from pathlib import Path

from docutils import nodes
from sphinx import addnodes

kernel = Path(os.environ["KSRC"])
top = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(kernel / "Documentation/sphinx"))

project = "lv1mem"
extensions = ["kerneldoc"]
kerneldoc_bin = str(kernel / "scripts/kernel-doc")
kerneldoc_srctree = str(top)

# Keep "--option" as it is typed.
smartquotes = False
highlight_language = "none"

html_theme = "furo"
html_title = "lv1mem"
html_static_path = [str(top / "Documentation/static")]
html_css_files = ["pages.css"]
html_copy_source = False
html_show_copyright = False
html_show_sphinx = False
html_use_index = False


def man_page(app, doctree):
    """Turn the title, subtitle and fields, which rst2man needs, into one title."""
    name = app.env.docname
    if not name.startswith("man/"):
        return
    section = next(iter(doctree.findall(nodes.section)))
    for fields in list(section.findall(nodes.field_list))[:1]:
        fields.parent.remove(fields)
    title, *rest = section.children
    subtitle = ""
    if len(rest) == 1 and isinstance(rest[0], nodes.section):
        subtitle = ": " + rest[0].children[0].astext()
        section.remove(rest[0])
        section.extend(rest[0].children[1:])
    page, number = name.removeprefix("man/").rsplit(".", 1)
    text = f"{page}({number}){subtitle}"
    section.replace(title, nodes.title(text, "", nodes.Text(text)))


def link_man_pages(app, doctree, name):
    """Make **name**(1) a link if there is such a page."""
    if app.builder.format != "html":
        return
    for strong in list(doctree.findall(nodes.strong)):
        following = strong.next_node(descend=False, siblings=True)
        number = re.match(r"\(([1-8])\)", following.astext()) if following else None
        page = number and f"man/{strong.astext()}.{number[1]}"
        if page in app.env.all_docs and page != name:
            link = nodes.reference("", "", refuri=app.builder.get_relative_uri(name, page))
            strong.replace_self(link)
            link += strong


def macros_once(app, doctree):
    """Remove a macro's name where kernel-doc prints it a second time."""
    for macro in doctree.findall(addnodes.desc):
        following = macro.next_node(descend=False, siblings=True)
        if macro["objtype"] == "macro" and isinstance(following, nodes.paragraph):
            if following.astext() == macro.astext().strip():
                following.parent.remove(following)


def inline_pictures(app, doctree, name):
    """Put the SVG of pictures into the page, whose style sheet gives them its colours."""
    if app.builder.format != "html":
        return
    for image in list(doctree.findall(nodes.image)):
        if not image["uri"].endswith(".svg"):
            continue
        text = (Path(app.srcdir) / image["uri"]).read_text()
        if 'class="picture"' not in text:
            continue
        text = text[text.index("<svg") :]
        image.parent.replace(image, nodes.raw("", text, format="html"))


# Debian's furo.css has dark colours only for the theme "dark", and not for "auto".
CHOOSE_THEME = """
if (document.body.dataset.theme === "auto" && matchMedia("(prefers-color-scheme: dark)").matches)
    document.body.dataset.theme = "dark";
"""


def setup(app):
    app.add_js_file(None, body=CHOOSE_THEME)
    # Before Sphinx collects titles
    app.connect("doctree-read", man_page, priority=100)
    app.connect("doctree-read", macros_once)
    app.connect("doctree-resolved", inline_pictures)
    app.connect("doctree-resolved", link_man_pages)
