package org.bailiwick.it;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Makes a PNG small: few colours, in a palette (PNG §11.2.2). Pages of a program have few anyway; letters have many edges. */
final class SmallPng {

    private static final int OCTETS = 50_000;
    private static final int MOST_COLOURS = 128;
    private static final int FEWEST_COLOURS = 16;

    private final int width;
    private final int height;
    private final int different;
    private final int[] colours;
    private final int[] frequencies;
    private final int[] pixels;

    /** Counts the colours; a pixel is the number of its colour then. */
    private SmallPng(BufferedImage picture) {
        width = picture.getWidth();
        height = picture.getHeight();
        pixels = picture.getRGB(0, 0, width, height, null, 0, width);
        colours = new int[pixels.length];
        frequencies = new int[pixels.length];
        Map<Integer, Integer> numbers = new HashMap<>();
        for (int i = 0; i < pixels.length; i++) {
            int colour = pixels[i] & 0xffffff;
            Integer known = numbers.putIfAbsent(colour, numbers.size());
            pixels[i] = known == null ? numbers.size() - 1 : known;
            colours[pixels[i]] = colour;
            frequencies[pixels[i]]++;
        }
        different = numbers.size();
    }

    /**
     * The same picture with at most 128 colours; with fewer, but 16, if it would have more than 50,000 octets.
     *
     * @param png any
     */
    static byte[] of(byte[] png) throws IOException {
        SmallPng picture = new SmallPng(
                Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(png)), "the browser's picture is no PNG"));
        byte[] small = written(picture.reduced(MOST_COLOURS));
        for (int most = MOST_COLOURS / 2; small.length > OCTETS && most >= FEWEST_COLOURS; most /= 2) {
            small = written(picture.reduced(most));
        }
        return small;
    }

    /** Takes the most frequent colour, and then, again and again, the one that is missed most. */
    private BufferedImage reduced(int most) {
        int[] palette = new int[Math.min(most, different)];
        int[] nearest = new int[different];
        long[] distances = new long[different];
        Arrays.fill(distances, Integer.MAX_VALUE);
        for (int entry = 0; entry < palette.length; entry++) {
            palette[entry] = colours[worst(distances, frequencies)];
            for (int i = 0; i < distances.length; i++) {
                long distance = distance(palette[entry], colours[i]);
                if (distance < distances[i]) {
                    distances[i] = distance;
                    nearest[i] = entry;
                }
            }
        }
        int type = palette.length <= FEWEST_COLOURS ? BufferedImage.TYPE_BYTE_BINARY : BufferedImage.TYPE_BYTE_INDEXED;
        BufferedImage few = new BufferedImage(width, height, type, model(palette));
        for (int i = 0; i < pixels.length; i++) {
            few.getRaster().setSample(i % width, i / width, 0, nearest[pixels[i]]);
        }
        return few;
    }

    private static int worst(long[] distances, int[] frequencies) {
        int worst = 0;
        for (int i = 1; i < distances.length; i++) {
            if (distances[i] * frequencies[i] > distances[worst] * frequencies[worst]) {
                worst = i;
            }
        }
        return worst;
    }

    private static long distance(int one, int other) {
        long sum = 0;
        for (int shift = 0; shift < 24; shift += 8) {
            long difference = ((one >> shift) & 0xffL) - ((other >> shift) & 0xffL);
            sum += difference * difference;
        }
        return sum;
    }

    private static IndexColorModel model(int[] palette) {
        int bits = palette.length <= FEWEST_COLOURS ? 4 : 8;
        byte[][] parts = new byte[3][palette.length];
        for (int i = 0; i < palette.length; i++) {
            for (int part = 0; part < parts.length; part++) {
                parts[part][i] = (byte) (palette[i] >> (16 - 8 * part));
            }
        }
        return new IndexColorModel(bits, palette.length, parts[0], parts[1], parts[2]);
    }

    private static byte[] written(BufferedImage picture) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ImageWriteParam thorough = writer.getDefaultWriteParam();
        thorough.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        thorough.setCompressionQuality(0);
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(octets)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), thorough);
        } finally {
            writer.dispose();
        }
        return octets.toByteArray();
    }
}
