# BERT. N tokens of a batch, packed without padding; every token sees all of its own text.
#
# shape: [layers, H, activation].
# w: 0 words V x D, 1 positions, 2 kinds of text, 3 norm D, 4 its bias; then for every layer 0 query D x D, 1 its bias, 2 key, 3, 4 value, 5, 6 output, 7,
#    8 norm D, 9 its bias, 10 up F x D, 11 its bias, 12 down D x F, 13 its bias, 14 norm D, 15 its bias; then the head's (see its methods).
# task: 0 masked tokens, 1 classes of texts, 2 texts that belong together.

  def centred(self: __torch__.Kernels, x: Tensor, w: Tensor, b: Tensor, eps: float) -> Tensor:
    return torch.to(torch.layer_norm(torch.to(x, 6), [x.size(1)], w, b, eps, False), x.dtype)

  def attend_to_all(self: __torch__.Kernels, q: Tensor, k: Tensor, v: Tensor, cuts: List[int], uniform: int) -> Tensor:
    if uniform > 0:
      o = torch.scaled_dot_product_attention((self).segments(q, uniform), (self).segments(k, uniform), (self).segments(v, uniform))
      y = (self).flat(o)
    else:
      ys = annotate(List[Tensor], [])
      for i in range(torch.len(cuts) - 1):
        a = cuts[i]
        b = cuts[i + 1]
        qs = (self).segments(torch.slice(q, 0, a, b), b - a)
        ks = (self).segments(torch.slice(k, 0, a, b), b - a)
        vs = (self).segments(torch.slice(v, 0, a, b), b - a)
        _0 = torch.append(ys, (self).flat(torch.scaled_dot_product_attention(qs, ks, vs)))
      y = torch.cat(ys, 0)
    return torch.flatten(y, 1)

  def encoder_layer(self: __torch__.Kernels, x: Tensor, w: List[Tensor], o: int, cuts: List[int], uniform: int, shape: List[int], at: List[int], real: List[float]) -> Tensor:
    q = (self).heads((self).bent(x, w, o, w[o + 1], at, real), shape[1])
    k = (self).heads((self).bent(x, w, o + 2, w[o + 3], at, real), shape[1])
    v = (self).heads((self).bent(x, w, o + 4, w[o + 5], at, real), shape[1])
    y = (self).bent((self).attend_to_all(q, k, v, cuts, uniform), w, o + 6, w[o + 7], at, real)
    m = (self).centred(torch.add(x, y), w[o + 8], w[o + 9], real[0])
    u = (self).curved((self).bent(m, w, o + 10, w[o + 11], at, real), shape[2])
    return (self).centred(torch.add(m, (self).bent(u, w, o + 12, w[o + 13], at, real)), w[o + 14], w[o + 15], real[0])

  def encoder_hidden(self: __torch__.Kernels, w: List[Tensor], ids: Tensor, positions: Tensor, cuts: List[int], uniform: int, shape: List[int], at: List[int], real: List[float], dtype: int) -> Tensor:
    x = torch.add(torch.add(torch.embedding(w[0], ids), torch.embedding(w[1], positions)), torch.select(w[2], 0, 0))
    x = torch.to((self).centred(x, w[3], w[4], real[0]), dtype)
    for layer in range(shape[0]):
      x = (self).encoder_layer(x, w, 5 + 16 * layer, cuts, uniform, shape, at, real)
    return x

  def head_of(self: __torch__.Kernels, shape: List[int]) -> int:
    return 5 + 16 * shape[0]

  def masked_logits(self: __torch__.Kernels, x: Tensor, rows: Tensor, w: List[Tensor], shape: List[int], at: List[int], real: List[float]) -> Tensor:
    # head: 0 transform D x D, 1 its bias, 2 norm D, 3 its bias, 4 bias of the output V
    o = (self).head_of(shape)
    h = (self).curved((self).bent(torch.index_select(x, 0, rows), w, o, w[o + 1], at, real), shape[2])
    return torch.to((self).linear((self).centred(h, w[o + 2], w[o + 3], real[0]), w[0], w[o + 4]), 6)

  def class_logits(self: __torch__.Kernels, x: Tensor, rows: Tensor, w: List[Tensor], shape: List[int], at: List[int], real: List[float]) -> Tensor:
    # head: 0 pooler D x D, 1 its bias, 2 classes C x D, 3 their biases
    o = (self).head_of(shape)
    h = torch.tanh((self).bent(torch.index_select(x, 0, rows), w, o, w[o + 1], at, real))
    return torch.to((self).linear(h, w[o + 2], w[o + 3]), 6)

  def pooled(self: __torch__.Kernels, x: Tensor, cuts: List[int]) -> Tensor:
    means = annotate(List[Tensor], [])
    for i in range(torch.len(cuts) - 1):
      _0 = torch.append(means, torch.mean(torch.slice(x, 0, cuts[i], cuts[i + 1]), [0], dtype=6))
    return torch.stack(means, 0)

  def unit(self: __torch__.Kernels, x: Tensor) -> Tensor:
    length = torch.linalg_vector_norm(x, 2, [1], True)
    return torch.div(x, torch.clamp_min(length, 1e-12))

  def encoder_loss(self: __torch__.Kernels, x: Tensor, w: List[Tensor], cuts: List[int], rows: Tensor, targets: Tensor, shape: List[int], at: List[int], real: List[float], task: int, temperature: float) -> Tensor:
    if task == 0:
      logits = (self).masked_logits(x, rows, w, shape, at, real)
    else:
      if task == 1:
        logits = (self).class_logits(x, rows, w, shape, at, real)
      else:
        e = (self).unit((self).pooled(x, cuts))
        anchors = torch.slice(e, 0, 0, targets.size(0))
        logits = torch.div(torch.mm(anchors, torch.t(torch.slice(e, 0, targets.size(0)))), temperature)
    return (self).cross_entropy(logits, targets)

  def encoder_learn(self: __torch__.Kernels, w: List[Tensor], g: List[Tensor], ids: Tensor, positions: Tensor, rows: Tensor, targets: Tensor, cut: Tensor, shapes: Tensor, places: Tensor, reals: Tensor, numbers: Tensor, factors: Tensor) -> Tensor:
    # numbers: [common length or 0, task, dtype, keep]; factors: [temperature, scale]
    cuts = (self).ints(cut)
    shape = (self).ints(shapes)
    at = (self).ints(places)
    real = (self).floats(reals)
    number = (self).ints(numbers)
    factor = (self).floats(factors)
    leaves = (self).leaves(w, g)
    x = (self).encoder_hidden(leaves, ids, positions, cuts, number[0], shape, at, real, number[2])
    loss = (self).encoder_loss(x, leaves, cuts, rows, targets, shape, at, real, number[1], factor[0])
    return (self).learn(loss, leaves, g, factor[1], number[3])

  def encoder_pull(self: __torch__.Kernels, w: List[Tensor], g: List[Tensor], ids: Tensor, positions: Tensor, pull: Tensor, cut: Tensor, shapes: Tensor, places: Tensor, reals: Tensor, numbers: Tensor) -> Tensor:
    # numbers: [common length or 0]
    number = (self).ints(numbers)
    leaves = (self).leaves(w, g)
    x = (self).encoder_hidden(leaves, ids, positions, (self).ints(cut), number[0], (self).ints(shapes), (self).ints(places), (self).floats(reals), 6)
    return (self).learn(torch.sum(torch.mul(x, pull)), leaves, g, 1., 0)

  def encoder_score(self: __torch__.Kernels, w: List[Tensor], ids: Tensor, positions: Tensor, cuts: List[int], uniform: int, rows: Tensor, targets: Tensor, shape: List[int], at: List[int], real: List[float], task: int, temperature: float, dtype: int) -> Tensor:
    x = (self).encoder_hidden(w, ids, positions, cuts, uniform, shape, at, real, dtype)
    return (self).encoder_loss(x, w, cuts, rows, targets, shape, at, real, task, temperature)
