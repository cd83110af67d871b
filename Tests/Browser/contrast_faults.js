// Texts with too little contrast to what is behind them (WCAG 2.2, 1.4.3).
'use strict';

/** Red, green, blue 0…255 and opacity 0…1 of a computed colour. */
function components(colour) {
  const context = components.context ??= Object.assign(
    document.createElement('canvas'), {width: 1, height: 1}).getContext('2d', {willReadFrequently: true});
  context.clearRect(0, 0, 1, 1);
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, alpha / 255];
}

const over = ([r, g, b, a], [r2, g2, b2]) =>
  [r * a + r2 * (1 - a), g * a + g2 * (1 - a), b * a + b2 * (1 - a), 1];

function luminance([red, green, blue]) {
  const [r, g, b] = [red, green, blue].map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function ratio(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** The colour behind an element: its own and its ancestors' backgrounds, one over the other. */
function behind(element) {
  const layers = [];
  for (let at = element; at; at = at.parentElement) {
    const layer = components(getComputedStyle(at).backgroundColor);
    layers.unshift(layer);
    if (layer[3] === 1) break;
  }
  // what a browser paints where nothing else does
  return layers.reduce((below, layer) => over(layer, below), components('Canvas'));
}

/** The colour of a halo wide enough to set a text of a drawing off from whatever lies under it: the
 *  outline of a letter counts as its ground (WCAG 2.2, Understanding 1.4.3). */
function halo(style) {
  const colour = components(style.stroke === 'none' ? 'transparent' : style.stroke);
  // Half of the stroke lies outside the letter.
  return style.paintOrder.startsWith('stroke') && colour[3] === 1 &&
    parseFloat(style.strokeWidth) >= 4 ? colour : null;
}

/** The colours of the shapes of a drawing that lie under a text in it. */
function shapesBehind(text) {
  const box = text.getBoundingClientRect();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const shape = document.elementsFromPoint(x, y).find((element) =>
    element instanceof SVGGeometryElement && getComputedStyle(element).fill !== 'none');
  const paper = behind(text.ownerSVGElement.parentElement);
  return shape ? over(components(getComputedStyle(shape).fill), paper) : paper;
}

function contrastFaults() {
  const faults = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const judge = (element, colour, ground, text) => {
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const found = ratio(over(components(colour), ground), ground);
    if (found < (isLarge ? 3 : 4.5) - 0.005) {
      const sentence = `${found.toFixed(2)}: ${element.tagName.toLowerCase()}.${element.getAttribute('class')}`;
      if (!faults.has(sentence)) faults.set(sentence, text.trim().slice(0, 40));
    }
  };
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility({visibilityProperty: true}) ||
      element.closest('script, title, option, :disabled')) continue;
    if (element.closest('.hidden, .skip')) continue;
    const style = getComputedStyle(element);
    if (element instanceof SVGElement) {
      element.scrollIntoView?.({block: 'center'});
      judge(element, style.fill, halo(style) ?? shapesBehind(element), walker.currentNode.data);
    } else {
      judge(element, style.color, behind(element), walker.currentNode.data);
    }
  }
  for (const field of document.querySelectorAll('input:not([type=hidden]), select, textarea')) {
    if (field.disabled || !field.checkVisibility()) continue;
    judge(field, getComputedStyle(field).color, behind(field), field.name);
    if (field.placeholder) {
      judge(field, getComputedStyle(field, '::placeholder').color, behind(field), field.placeholder);
    }
  }
  return [...faults].map(([sentence, text]) => `${sentence} "${text}"`);
}

/** The colour of the paper, 0 black … 1 white. */
function paperLuminance() {
  return luminance(behind(document.body));
}
