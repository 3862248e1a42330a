# T5. Questions are read by an encoder, answers written by a decoder that looks at them; both packed without padding.
#
# real: as for all such models, then the factor of hidden vectors before the output.
# shape: [layers of the encoder, layers of the decoder, H, activation, 1 when gated, buckets, farthest, 1 when the output has a table of its own].
# w: 0 table V x D, 1 buckets x H of the encoder, 2 of the decoder, 3 norm D behind the encoder, 4 behind the decoder; then the output table when it is not the first one;
#    then for every layer of the encoder 0 norm D, 1 query HW x D, 2 key, 3 value, 4 output D x HW, 5 norm D, 6 gate F x D or empty, 7 up F x D, 8 down D x F;
#    then for every layer of the decoder the first five, 5 norm D, 6 to 9 query, key, value and output of attention to the question, 10 to 13 as 5 to 8 above.

  def scaled(self: __torch__.Kernels, x: Tensor, w: Tensor, eps: float) -> Tensor:
    y = torch.to(x, 6)
    y = torch.mul(y, torch.rsqrt(torch.add(torch.mean(torch.mul(y, y), [1], True), eps)))
    return torch.to(torch.mul(y, w), x.dtype)

  def buckets(self: __torch__.Kernels, distance: Tensor, both: int, count: int, farthest: int) -> Tensor:
    if both == 1:
      half = torch.floordiv(count, 2)
      base = torch.mul(torch.to(torch.gt(distance, 0), 4), half)
      far = torch.abs(distance)
    else:
      half = count
      base = torch.zeros_like(distance)
      far = torch.neg(torch.clamp_max(distance, 0))
    exact = torch.floordiv(half, 2)
    steps = torch.mul(torch.div(torch.log(torch.div(torch.to(far, 6), exact)), torch.log(farthest / exact)), half - exact)
    large = torch.clamp_max(torch.add(torch.to(steps, 4), exact), half - 1)
    return torch.add(base, torch.where(torch.lt(far, exact), far, large))

  def distances(self: __torch__.Kernels, queries: int, keys: int) -> Tensor:
    ks = torch.unsqueeze(torch.arange(keys, dtype=4), 0)
    qs = torch.unsqueeze(torch.arange(keys - queries, keys, dtype=4), 1)
    return torch.sub(ks, qs)

  def near(self: __torch__.Kernels, table: Tensor, queries: int, keys: int, both: int, shape: List[int]) -> Tensor:
    d = (self).distances(queries, keys)
    bias = torch.permute(torch.embedding(table, (self).buckets(d, both, shape[5], shape[6])), [2, 0, 1])
    if both == 0:
      bias = torch.masked_fill(bias, torch.gt(d, 0), -inf)
    return bias

  def look(self: __torch__.Kernels, q: Tensor, k: Tensor, v: Tensor, bias: Tensor) -> Tensor:
    scores = torch.matmul(torch.transpose(q, 0, 1), torch.permute(k, [1, 2, 0]))
    if bias.numel() > 0:
      scores = torch.add(scores, bias)
    p = torch.to(torch.softmax(scores, -1, 6), v.dtype)
    return torch.flatten(torch.transpose(torch.matmul(p, torch.transpose(v, 0, 1)), 0, 1), 1)

  def look_packed(self: __torch__.Kernels, q: Tensor, k: Tensor, v: Tensor, bias: Tensor, cuts: List[int], others: List[int]) -> Tensor:
    ys = annotate(List[Tensor], [])
    for i in range(torch.len(cuts) - 1):
      a = cuts[i]
      b = cuts[i + 1]
      c = others[i]
      d = others[i + 1]
      if bias.numel() > 0:
        part = torch.slice(torch.slice(bias, 1, 0, b - a), 2, 0, d - c)
      else:
        part = bias
      _0 = torch.append(ys, (self).look(torch.slice(q, 0, a, b), torch.slice(k, 0, c, d), torch.slice(v, 0, c, d), part))
    return torch.cat(ys, 0)

  def plain(self: __torch__.Kernels, x: Tensor, w: List[Tensor], i: int, at: List[int], real: List[float]) -> Tensor:
    return (self).bent(x, w, i, torch.empty([0], dtype=6), at, real)

  def looked(self: __torch__.Kernels, h: Tensor, source: Tensor, w: List[Tensor], o: int, bias: Tensor, cuts: List[int], others: List[int], shape: List[int], at: List[int], real: List[float]) -> Tensor:
    q = (self).heads((self).plain(h, w, o, at, real), shape[2])
    k = (self).heads((self).plain(source, w, o + 1, at, real), shape[2])
    v = (self).heads((self).plain(source, w, o + 2, at, real), shape[2])
    return (self).plain((self).look_packed(q, k, v, bias, cuts, others), w, o + 3, at, real)

  def fed(self: __torch__.Kernels, x: Tensor, w: List[Tensor], o: int, shape: List[int], at: List[int], real: List[float]) -> Tensor:
    h = (self).scaled(x, w[o], real[0])
    up = (self).plain(h, w, o + 2, at, real)
    if shape[4] == 1:
      a = torch.mul((self).curved((self).plain(h, w, o + 1, at, real), shape[3]), up)
    else:
      a = (self).curved(up, shape[3])
    return torch.add(x, (self).plain(a, w, o + 3, at, real))

  def read_question(self: __torch__.Kernels, w: List[Tensor], ids: Tensor, cuts: List[int], longest: int, shape: List[int], at: List[int], real: List[float], dtype: int) -> Tensor:
    x = torch.to(torch.embedding(w[0], ids), dtype)
    bias = (self).near(w[1], longest, longest, 1, shape)
    for layer in range(shape[0]):
      o = 5 + shape[7] + 9 * layer
      h = (self).scaled(x, w[o], real[0])
      x = torch.add(x, (self).looked(h, h, w, o + 1, bias, cuts, cuts, shape, at, real))
      x = (self).fed(x, w, o + 5, shape, at, real)
    return (self).scaled(x, w[3], real[0])

  def write_answer(self: __torch__.Kernels, w: List[Tensor], ids: Tensor, cuts: List[int], longest: int, question: Tensor, questions: List[int], shape: List[int], at: List[int], real: List[float], dtype: int) -> Tensor:
    x = torch.to(torch.embedding(w[0], ids), dtype)
    bias = (self).near(w[2], longest, longest, 0, shape)
    for layer in range(shape[1]):
      o = (self).answer_layer(layer, shape)
      h = (self).scaled(x, w[o], real[0])
      x = torch.add(x, (self).looked(h, h, w, o + 1, bias, cuts, cuts, shape, at, real))
      h = (self).scaled(x, w[o + 5], real[0])
      x = torch.add(x, (self).looked(h, question, w, o + 6, torch.empty([0], dtype=6), cuts, questions, shape, at, real))
      x = (self).fed(x, w, o + 10, shape, at, real)
    return (self).scaled(x, w[4], real[0])

  def answer_logits(self: __torch__.Kernels, x: Tensor, w: List[Tensor], shape: List[int], real: List[float]) -> Tensor:
    if shape[7] == 1:
      table = w[5]
    else:
      table = w[0]
    return torch.to(torch.linear(torch.mul(x, real[3]), torch.to(table, x.dtype)), 6)

  def answer_learn(self: __torch__.Kernels, w: List[Tensor], g: List[Tensor], ids: Tensor, answers: Tensor, rows: Tensor, targets: Tensor, question_cuts: Tensor, answer_cuts: Tensor, shapes: Tensor, places: Tensor, reals: Tensor, numbers: Tensor, factors: Tensor) -> Tensor:
    # numbers: [longest question, longest answer, dtype, keep]; factors: [scale]
    questions = (self).ints(question_cuts)
    cuts = (self).ints(answer_cuts)
    shape = (self).ints(shapes)
    at = (self).ints(places)
    real = (self).floats(reals)
    number = (self).ints(numbers)
    factor = (self).floats(factors)
    leaves = (self).leaves(w, g)
    question = (self).read_question(leaves, ids, questions, number[0], shape, at, real, number[2])
    x = (self).write_answer(leaves, answers, cuts, number[1], question, questions, shape, at, real, number[2])
    logits = (self).answer_logits(torch.index_select(x, 0, rows), leaves, shape, real)
    return (self).learn((self).cross_entropy(logits, targets), leaves, g, factor[0], number[3])

  def answer_layer(self: __torch__.Kernels, layer: int, shape: List[int]) -> int:
    return 5 + shape[7] + 9 * shape[0] + 14 * layer

  def question_keys(self: __torch__.Kernels, w: List[Tensor], question: Tensor, shape: List[int], at: List[int], real: List[float]) -> List[Tensor]:
    found = annotate(List[Tensor], [])
    for layer in range(shape[1]):
      o = (self).answer_layer(layer, shape)
      _0 = torch.append(found, (self).heads((self).plain(question, w, o + 7, at, real), shape[2]))
      _1 = torch.append(found, (self).heads((self).plain(question, w, o + 8, at, real), shape[2]))
    return found

  def write_token(self: __torch__.Kernels, w: List[Tensor], id: Tensor, own: List[Tensor], asked: List[Tensor], shape: List[int], at: List[int], real: List[float]) -> List[Tensor]:
    # own: keys and values of every layer so far; asked: those of the question. The answer is logits, then own with one row more.
    x = torch.embedding(w[0], id)
    bias = (self).near(w[2], 1, own[0].size(0) + 1, 0, shape)
    kept = annotate(List[Tensor], [])
    for layer in range(shape[1]):
      o = (self).answer_layer(layer, shape)
      h = (self).scaled(x, w[o], real[0])
      q = (self).heads((self).plain(h, w, o + 1, at, real), shape[2])
      k = torch.cat([own[2 * layer], (self).heads((self).plain(h, w, o + 2, at, real), shape[2])], 0)
      v = torch.cat([own[2 * layer + 1], (self).heads((self).plain(h, w, o + 3, at, real), shape[2])], 0)
      x = torch.add(x, (self).plain((self).look(q, k, v, bias), w, o + 4, at, real))
      h = (self).scaled(x, w[o + 5], real[0])
      q = (self).heads((self).plain(h, w, o + 6, at, real), shape[2])
      y = (self).look(q, asked[2 * layer], asked[2 * layer + 1], torch.empty([0], dtype=6))
      x = torch.add(x, (self).plain(y, w, o + 9, at, real))
      x = (self).fed(x, w, o + 10, shape, at, real)
      _0 = torch.append(kept, k)
      _1 = torch.append(kept, v)
    return torch.add([(self).answer_logits((self).scaled(x, w[4], real[0]), w, shape, real)], kept)
