package org.deploynet.engine.nat.mapping;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * XML from a router: elements and their text. A document type, which is where entities come from, ends the reading, as does depth. Safe
 * from any thread.
 */
final class RouterXml {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_TEXT_CHARS = 1024;

    /** Told of every element, by its name without a prefix. */
    interface Listener {
        default void start(String name) {}

        /** {@code text} is what stood between its tags, other elements left out. */
        void end(String name, String text) throws RouterException;
    }

    private RouterXml() {}

    static void read(String xml, Listener listener) throws RouterException {
        // Before the parser, whose skipping of document types has bugs of its own.
        if (xml.contains("<!DOCTYPE")) {
            throw RouterException.invalid("XML with a document type");
        }
        try {
            XMLStreamReader reader = factory().createXMLStreamReader(new StringReader(xml));
            try {
                walk(reader, listener);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            throw RouterException.invalid("no XML");
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("nothing else is read");
        });
        return factory;
    }

    private static void walk(XMLStreamReader reader, Listener listener) throws XMLStreamException, RouterException {
        Deque<StringBuilder> texts = new ArrayDeque<>();
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (texts.size() == MAX_DEPTH) {
                        throw RouterException.invalid("XML of more than " + MAX_DEPTH + " levels");
                    }
                    texts.push(new StringBuilder());
                    listener.start(reader.getLocalName());
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> add(reader.getText(), texts);
                case XMLStreamConstants.END_ELEMENT -> {
                    String text = texts.pop().toString().strip();
                    listener.end(reader.getLocalName(), text);
                }
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw RouterException.invalid("XML with a document type or an entity");
                default -> {
                    // Comments and instructions say nothing.
                }
            }
        }
    }

    private static void add(String text, Deque<StringBuilder> texts) throws RouterException {
        StringBuilder current = texts.peek();
        if (current == null) {
            return;
        }
        if (current.length() + text.length() > MAX_TEXT_CHARS) {
            throw RouterException.invalid("an element of more than " + MAX_TEXT_CHARS + " characters");
        }
        current.append(text);
    }
}
