/*
 * Copyright 2026 The jconntrack authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.jconntrack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

/**
 * The POMs say what Maven Central wants to know of each artifact
 * (https://central.sonatype.org/publish/requirements).
 */
class PublishedPomTest {
    private static final List<String> INHERITED = List.of("url", "organization/name", "organization/url",
        "licenses/license/name", "licenses/license/url", "developers/developer/name",
        "developers/developer/organization", "developers/developer/organizationUrl", "scm/connection",
        "scm/developerConnection", "scm/url");

    private final XPath xpath = XPathFactory.newInstance().newXPath();

    private Document pom(final String folder) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder()
            .parse(Path.of("..", folder, "pom.xml").toFile());
    }

    private String text(final Document pom, final String path) throws Exception {
        return xpath.evaluate("/project/" + path, pom).strip();
    }

    @Test
    void shouldSayInTheParentWhatIsTheSameForAll() throws Exception {
        final Document pom = pom("");
        final Set<String> missing = new TreeSet<>();
        for (final String path : INHERITED) {
            if (text(pom, path).isEmpty()) {
                missing.add(path);
            }
        }
        assertEquals(Set.of(), missing);
        assertEquals("Apache-2.0", text(pom, "licenses/license/name"));
        for (final String path : List.of("url", "scm/url", "organization/url")) {
            assertEquals("${home.url}", text(pom, path), "one place has the address");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "engine", "ingest", "bench"})
    void shouldHaveANameAndADescriptionOfItsOwn(final String folder) throws Exception {
        final Document pom = pom(folder);
        assertFalse(text(pom, "name").isEmpty());
        assertFalse(text(pom, "description").isEmpty());
        if (!folder.isEmpty()) {
            assertEquals("jconntrack-parent", text(pom, "parent/artifactId"));
            assertEquals("", text(pom, "url") + text(pom, "scm/url"), "the parent's");
        }
    }

    @Test
    void shouldMakeTheJarsOfSourcesAndJavadocForARelease() throws Exception {
        final Document pom = pom("");
        final String release = "profiles/profile[id='release']/build/plugins/plugin[artifactId='%s']//goal";
        assertEquals("jar-no-fork", text(pom, release.formatted("maven-source-plugin")));
        assertEquals("jar", text(pom, release.formatted("maven-javadoc-plugin")));
    }
}
