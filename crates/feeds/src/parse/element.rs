//! An element with what is inside it: one item of a feed is one small tree of these.

use std::borrow::Cow;

use url::Url;

use super::namespace::Namespace;

/// An element that has ended. Names are in lower case, without prefix.
#[derive(Debug)]
pub(super) struct Element {
    pub(super) namespace: Namespace,
    pub(super) name: String,
    /// Names as written, in lower case; references resolved.
    attributes: Vec<(String, String)>,
    children: Vec<Node>,
}

#[derive(Debug)]
enum Node {
    Text(String),
    Element(Element),
}

impl Element {
    pub(super) fn attr(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// All text inside, also that of elements that should not be there.
    pub(super) fn text(&self) -> Cow<'_, str> {
        match &self.children[..] {
            [] => "".into(),
            [Node::Text(text)] => text.into(),
            children => {
                let mut all = String::new();
                for child in children {
                    match child {
                        Node::Text(text) => all.push_str(text),
                        Node::Element(element) => all.push_str(&element.text()),
                    }
                }
                all.into()
            }
        }
    }

    /// What is inside as HTML: escaped HTML as it is, real elements written out.
    pub(super) fn html(&self) -> Cow<'_, str> {
        match &self.children[..] {
            [] => "".into(),
            [Node::Text(text)] => text.into(),
            _ => {
                let mut html = String::new();
                self.write_children(&mut html);
                html.into()
            }
        }
    }

    fn write_children(&self, html: &mut String) {
        for child in &self.children {
            match child {
                Node::Text(text) => escape_into(text, html),
                Node::Element(element) => element.write(html),
            }
        }
    }

    fn write(&self, html: &mut String) {
        html.push('<');
        html.push_str(&self.name);
        for (name, value) in &self.attributes {
            html.push(' ');
            html.push_str(name);
            html.push_str("=\"");
            escape_into(value, html);
            html.push('"');
        }
        html.push('>');
        self.write_children(html);
        if !matches!(self.name.as_str(), "br" | "img" | "hr") {
            html.push_str("</");
            html.push_str(&self.name);
            html.push('>');
        }
    }

    pub(super) fn new(namespace: Namespace, name: &str, attributes: Vec<(String, String)>) -> Self {
        Self { namespace, name: name.to_owned(), attributes, children: Vec::new() }
    }

    pub(super) fn push_element(&mut self, element: Self) {
        self.children.push(Node::Element(element));
    }

    pub(super) fn push_text(&mut self, text: &str) {
        match self.children.last_mut() {
            Some(Node::Text(known)) => known.push_str(text),
            _ => self.children.push(Node::Text(text.to_owned())),
        }
    }
}

fn escape_into(text: &str, html: &mut String) {
    for c in text.chars() {
        match c {
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '&' => html.push_str("&amp;"),
            '"' => html.push_str("&quot;"),
            c => html.push(c),
        }
    }
}

/// The base address inside an element: `xml:base` of its own.
pub(super) fn base_of(element: &Element, outer: &Url) -> Url {
    let own = element.attr("xml:base").and_then(|base| outer.join(base.trim()).ok());
    own.unwrap_or_else(|| outer.clone())
}
