package org.deploynet.command.site;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The content type of a file by its extension. Text is said to be UTF-8, which is what the web's own formats default to.
 * Types as registered with IANA, plus the names browsers insist on.
 */
public final class ContentTypes {
    public static final String UNKNOWN = "application/octet-stream";

    private static final String TABLE = """
            text/html; charset=utf-8           html htm
            application/xhtml+xml              xhtml xht
            text/css; charset=utf-8            css
            text/javascript; charset=utf-8     js mjs cjs
            text/plain; charset=utf-8          txt text log
            text/markdown; charset=utf-8       md
            text/csv; charset=utf-8            csv
            text/tab-separated-values          tsv
            text/vtt; charset=utf-8            vtt
            text/calendar                      ics
            application/json                   json map
            application/ld+json                jsonld
            application/geo+json               geojson
            application/manifest+json          webmanifest
            application/xml                    xml xsl
            application/rss+xml                rss
            application/atom+xml               atom
            application/wasm                   wasm
            application/pdf                    pdf
            application/zip                    zip
            application/gzip                   gz tgz
            application/zstd                   zst
            application/x-tar                  tar
            application/x-7z-compressed        7z
            application/x-bzip2                bz2
            application/x-xz                   xz
            application/epub+zip               epub
            application/rtf                    rtf
            application/vnd.openxmlformats-officedocument.wordprocessingml.document    docx
            application/vnd.openxmlformats-officedocument.spreadsheetml.sheet          xlsx
            application/vnd.openxmlformats-officedocument.presentationml.presentation  pptx
            application/vnd.oasis.opendocument.text          odt
            application/vnd.oasis.opendocument.spreadsheet   ods
            application/vnd.oasis.opendocument.presentation  odp
            application/vnd.apple.mpegurl      m3u8
            application/dash+xml               mpd
            font/woff2                         woff2
            font/woff                          woff
            font/ttf                           ttf
            font/otf                           otf
            font/collection                    ttc
            application/vnd.ms-fontobject      eot
            image/avif                         avif
            image/webp                         webp
            image/png                          png
            image/apng                         apng
            image/jpeg                         jpg jpeg jfif
            image/gif                          gif
            image/svg+xml                      svg
            image/x-icon                       ico cur
            image/bmp                          bmp
            image/tiff                         tif tiff
            image/jxl                          jxl
            image/heic                         heic
            audio/mpeg                         mp3
            audio/mp4                          m4a
            audio/aac                          aac
            audio/ogg                          ogg oga opus
            audio/wav                          wav
            audio/flac                         flac
            audio/webm                         weba
            audio/midi                         mid midi
            video/mp4                          mp4 m4v m4s
            video/webm                         webm
            video/ogg                          ogv
            video/quicktime                    mov
            video/x-matroska                   mkv
            video/mp2t                         ts
            model/gltf-binary                  glb
            model/gltf+json                    gltf
            model/obj                          obj
            model/stl                          stl
            image/ktx2                         ktx2
            """;

    private static final Map<String, String> BY_EXTENSION = parse();

    private ContentTypes() {}

    /** The type of a file of this name; {@link #UNKNOWN} where the extension says nothing. */
    public static String of(String fileName) {
        int dot = fileName.lastIndexOf('.');
        String extension = fileName.substring(dot + 1).toLowerCase(Locale.ROOT);
        return dot < 0 ? UNKNOWN : BY_EXTENSION.getOrDefault(extension, UNKNOWN);
    }

    public static boolean isHtml(String type) {
        return type.startsWith("text/html") || type.startsWith("application/xhtml+xml");
    }

    private static Map<String, String> parse() {
        var types = new HashMap<String, String>();
        TABLE.lines().forEach(line -> {
            String[] columns = line.split(" {2,}", 2);
            for (String extension : columns[1].strip().split(" ", -1)) {
                types.put(extension, columns[0]);
            }
        });
        return Map.copyOf(types);
    }
}
